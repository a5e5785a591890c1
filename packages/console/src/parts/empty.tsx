import type { ComponentChildren } from 'preact';
import type { ApiRequest } from '../api/api.js';
import { CurlButton } from './curl-button.js';

interface EmptyProps {
  /** What is not there, and the next step. */
  readonly children: ComponentChildren;
  /** The request of the next step. */
  readonly request?: ApiRequest<unknown>;
}

/** Stands where there is nothing. */
export function Empty({ children, request }: EmptyProps) {
  return (
    <div class="empty">
      <p>{children}</p>
      {request !== undefined && <CurlButton requests={[request]} />}
    </div>
  );
}
