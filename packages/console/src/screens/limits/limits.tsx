import { Screen } from '../../parts/screen.js';
import { may } from '../../session.js';
import { text } from '../../text.js';
import { DefaultLimits } from './default-limits.js';
import { OverLimit } from './over-limit.js';
import { Verification } from './verification.js';

/** How much may everybody have, and who has more? */
export function Limits() {
  return (
    <Screen title={text.nav.limits} about={text.limits.about}>
      <section class="part">
        <h2>{text.limits.defaults}</h2>
        <p class="muted">{text.limits.defaultsWhat}</p>
        <DefaultLimits />
      </section>
      <section class="part">
        <h2>{text.limits.over}</h2>
        <OverLimit />
      </section>
      {may('quota:verify', 'platform') && (
        <section class="part">
          <h2>{text.verification.title}</h2>
          <Verification />
        </section>
      )}
    </Screen>
  );
}
