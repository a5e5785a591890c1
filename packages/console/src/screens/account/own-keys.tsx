import { ask } from '../../parts/ask.js';
import { useKey } from '../../parts/keys.js';
import { useMe } from '../../session.js';
import * as text from '../../text.js';
import { Keys } from '../user/keys.js';
import { NewAccessKey } from './new-access-key.js';

/** One's own keys, and the way to another. */
export function OwnKeys() {
  const me = useMe();
  const add = () => {
    void ask<true>((close) => <NewAccessKey close={close} />);
  };
  useKey('n', text.accountAddKey, add);
  return (
    <>
      <div class="commands">
        <button type="button" class="main" onClick={add}>
          {text.accountAddKey}
        </button>
      </div>
      <Keys userId={me.id} none={text.accountNoKeys} />
    </>
  );
}
