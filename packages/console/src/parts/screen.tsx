import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import * as text from '../text.js';
import { CurlButton } from './curl-button.js';

interface ScreenProps {
  readonly title: string;
  /** A line below the heading; `null` while it is on its way. */
  readonly about?: ComponentChildren;
  /** What can be done here, at the end of the heading. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A heading, which gets the focus when the screen opens, and what is below it. */
export function Screen({ title, about, actions, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${text.appName}`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <header class="screen">
        <div>
          <h1 ref={heading} tabIndex={-1} dir="auto">
            {title}
          </h1>
          {/* A line that comes later has its room from the beginning. */}
          {about !== undefined && <p class="muted">{about ?? <>&nbsp;</>}</p>}
        </div>
        <div class="actions">
          {actions}
          <CurlButton />
        </div>
      </header>
      {children}
    </>
  );
}
