import { ask } from '../../parts/ask.js';
import { useKey } from '../../parts/keys.js';
import { useMe } from '../../session.js';
import { text } from '../../text.js';
import { Keys } from '../user/keys.js';
import { NewAccessKey } from './new-access-key.js';

/** One's own keys, and the way to another. */
export function OwnKeys() {
  const me = useMe();
  const add = () => {
    void ask<true>((close) => <NewAccessKey close={close} />);
  };
  useKey('n', text.account.addKey, add);
  return (
    <>
      <div class="commands">
        <button type="button" class="main" onClick={add}>
          {text.account.addKey}
        </button>
      </div>
      <Keys userId={me.id} none={text.account.noKeys} />
    </>
  );
}
