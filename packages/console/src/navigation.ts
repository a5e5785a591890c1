import { hrefOf, parseAddress, type Address, type Query } from './address.js';
import { BASE } from './mounted.js';
import { Store, useStore } from './store.js';

const address = new Store<Address>(current());

addEventListener('popstate', () => address.set(current()));

// Links are links: the browser opens them in a new tab, copies them and shows where they lead.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (link === null || !isPlain || link.target !== '' || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  const isOurs = url.pathname === BASE || url.pathname.startsWith(`${BASE}/`);
  if (event.defaultPrevented || url.origin !== location.origin || !isOurs || url.hash !== '') return;
  event.preventDefault();
  go(url.pathname + url.search);
});

export function useAddress(): Address {
  return useStore(address);
}

/** The URL of a screen. */
export function to(path: string, query?: Query): string {
  return hrefOf(BASE, path, query);
}

/** The URL of this screen with some members of its query changed. */
export function here(changes: Query): string {
  return to(address.value.path, { ...address.value.query, ...changes });
}

/** Opens a URL of the console; `replace` where Back should not lead to what is left, as while a filter is typed. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (href === location.pathname + location.search) how = 'replace';
  const left = address.value.path;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', href);
  address.set(current());
  if (address.value.path !== left) scrollTo(0, 0);
}

function current(): Address {
  return parseAddress(new URL(location.href), BASE);
}
