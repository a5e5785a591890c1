import { outage, tryAgainNow } from '../api/send.js';
import { useStore } from '../store.js';
import { refresh } from '../api/use-data.js';
import * as text from '../text.js';

/** Says that the server does not answer, for as long as it does not. */
export function OutageBar() {
  const state = useStore(outage);
  return (
    <div role="status" class="outage" hidden={state === null}>
      {state !== null && (
        <>
          <span>{text.outageBar(state.why)}</span>
          <button
            type="button"
            onClick={() => {
              tryAgainNow();
              refresh();
            }}
          >
            {text.outageTryNow}
          </button>
        </>
      )}
    </div>
  );
}
