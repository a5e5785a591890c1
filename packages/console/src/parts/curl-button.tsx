import type { ApiRequest } from '../api/api.js';
import { curlOf } from '../api/curl.js';
import { sent } from '../api/send.js';
import { API } from '../mounted.js';
import * as text from '../text.js';
import { ask } from './ask.js';
import { Dialog } from './dialog.js';
import { say } from './toasts.js';

type Requests = readonly ApiRequest<unknown>[];

/** Shows requests as commands for a shell: those given, or the latest of this page. */
export function CurlButton({ requests }: { readonly requests?: Requests }) {
  return (
    <button type="button" class="plain" onClick={() => showCurl(requests)}>
      {text.curlShow}
    </button>
  );
}

export function showCurl(requests: Requests = sent.value): void {
  void ask((close) => (
    <Dialog title={text.curlTitle} onClose={() => close(null)}>
      <p class="muted">{text.curlHint}</p>
      {requests.map((request) => (
        <Command key={request.method + request.path} line={curlOf(request, location.origin + API)} />
      ))}
    </Dialog>
  ));
}

function Command({ line }: { readonly line: string }) {
  return (
    <div class="command">
      <pre tabIndex={0}>
        <code>{line}</code>
      </pre>
      <button
        type="button"
        onClick={() => void navigator.clipboard.writeText(line).then(() => say(text.curlCopied))}
      >
        {text.curlCopy}
      </button>
    </div>
  );
}
