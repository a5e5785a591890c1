import { Screen } from '../../parts/screen.js';
import { may } from '../../session.js';
import * as text from '../../text.js';
import { DefaultLimits } from './default-limits.js';
import { OverLimit } from './over-limit.js';
import { Verification } from './verification.js';

/** How much may everybody have, and who has more? */
export function Limits() {
  return (
    <Screen title={text.navLimits} about={text.limitsAbout}>
      <section class="part">
        <h2>{text.limitsDefaults}</h2>
        <p class="muted">{text.limitsDefaultsWhat}</p>
        <DefaultLimits />
      </section>
      <section class="part">
        <h2>{text.limitsOver}</h2>
        <OverLimit />
      </section>
      {may('quota:verify', 'platform') && (
        <section class="part">
          <h2>{text.verificationTitle}</h2>
          <Verification />
        </section>
      )}
    </Screen>
  );
}
