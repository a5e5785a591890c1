import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiRequest } from '../api/api.js';
import { send } from '../api/send.js';
import * as text from '../text.js';
import { Problem } from '../api/problem.js';
import { explain } from './problem-note.js';
import { saveFile } from './save-file.js';
import { say } from './toasts.js';

const FORMATS = [
  { name: 'CSV', accept: 'text/csv', end: 'csv' },
  { name: 'NDJSON', accept: 'application/x-ndjson', end: 'ndjson' },
] as const;

interface DownloadProps {
  /** The list as it is filtered, from its start. */
  readonly request: ApiRequest<unknown>;
  readonly name: string;
}

/** Saves a whole list as a file. It says how far it is, since a long list takes long. */
export function Download({ request, name }: DownloadProps) {
  const [bytes, setBytes] = useState<number | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const download = async ({ accept, end }: (typeof FORMATS)[number]) => {
    leaving.current = new AbortController();
    const { signal } = leaving.current;
    setBytes(0);
    try {
      const { body } = await send<Blob>({ ...request, accept } as ApiRequest<Blob>, {
        signal,
        onBytes: setBytes,
      });
      saveFile(`${name}.${end}`, body);
      say(text.downloadDone(`${name}.${end}`));
    } catch (error) {
      // A list that breaks off is no list.
      if (!signal.aborted) say(error instanceof Problem ? explain(error) : text.downloadBroken);
    }
    setBytes(null);
  };
  if (bytes !== null) {
    return (
      <span class="commands">
        <span role="status">{text.downloadBytes(bytes)}</span>
        <button type="button" onClick={() => leaving.current.abort()}>
          {text.dialogCancel}
        </button>
      </span>
    );
  }
  return (
    <>
      {FORMATS.map((format) => (
        <button
          key={format.name}
          type="button"
          class="plain"
          aria-label={text.downloadAs(format.name)}
          onClick={() => void download(format)}
        >
          {format.name}
        </button>
      ))}
    </>
  );
}
