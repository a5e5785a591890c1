import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, to, useAddress } from './navigation.js';
import { showCurl } from './parts/curl-button.js';
import { showHelp } from './parts/help.js';
import { useKey } from './parts/keys.js';
import { OutageBar } from './parts/outage-bar.js';
import { openPalette } from './parts/palette.js';
import { Words } from './parts/words.js';
import { ROUTES, type Route } from './routes.js';
import { signOut, useMe } from './session.js';
import * as text from './text.js';

type NavRoute = Route & Required<Pick<Route, 'nav'>>;

/** What surrounds every screen: navigation, who is signed in, the keys that work everywhere. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { path } = useAddress();
  const me = useMe();
  const menu = useRef<HTMLElement>(null);
  const entries = ROUTES.filter((route): route is NavRoute => route.nav?.isFor() === true);
  useKey('mod+k', text.keysPalette, openPalette);
  useKey('?', text.keysHelp, showHelp);
  useKey('c', text.curlShow, () => showCurl());
  useKey('/', text.keysSearch, () => document.querySelector<HTMLElement>('input[type=search]')?.focus());
  // On a narrow screen, the menu is in the way of the screen that it has opened.
  useEffect(() => menu.current?.hidePopover(), [path]);
  return (
    <div class="shell">
      <a class="skip" href="#screen">
        {text.appSkip}
      </a>
      <header class="top">
        <button type="button" class="menu" popovertarget="menu">
          {text.appMenu}
        </button>
        <a class="brand" href={to('/')}>
          {text.appBrand}
        </a>
        <button type="button" class="search" onClick={openPalette}>
          <span>{text.palettePlaceholder}</span>
          <kbd>{text.keysMod}K</kbd>
        </button>
      </header>
      <nav id="menu" popover="auto" ref={menu} aria-label={text.appMenu}>
        <ul>
          {entries.map((entry) => (
            <Entry key={entry.path} {...entry} path={entry.path} isHere={isWithin(path, entry.path)} />
          ))}
        </ul>
        <div class="me">
          <a href={to('/account')}>
            <Words of={me.email} />
          </a>
          <span class="muted">{me.role}</span>
          <button type="button" class="plain" onClick={showHelp}>
            {text.keysTitle}
          </button>
          <button type="button" class="plain" onClick={() => void signOut()}>
            {text.appSignOut}
          </button>
        </div>
      </nav>
      <main id="screen" tabIndex={-1}>
        <OutageBar />
        {children}
      </main>
    </div>
  );
}

function Entry({ path, nav, isHere }: NavRoute & { readonly isHere: boolean }) {
  useKey(nav.key, nav.name, () => go(to(path)));
  return (
    <li>
      <a href={to(path)} aria-current={isHere ? 'page' : undefined}>
        {nav.name}
      </a>
    </li>
  );
}

function isWithin(path: string, entry: string): boolean {
  return path === entry || (entry !== '/' && path.startsWith(`${entry}/`));
}
