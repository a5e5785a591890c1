import { useEffect, useRef } from 'preact/hooks';
import { here, useAddress } from '../navigation.js';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly text: string }[];
  readonly selected: string;
}

/** Links to the parts of a screen: each has a URL, so that they are navigation and no tab list of ARIA. */
export function Tabs({ label, tabs, selected }: TabsProps) {
  useAddress();
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen, the selected one may be out of sight.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  return (
    <nav ref={bar} class="tabs" aria-label={label}>
      {tabs.map(({ id, text }, index) => (
        <a
          key={id}
          href={here({ tab: index === 0 ? null : id, cursor: null, open: null })}
          aria-current={id === selected ? 'page' : undefined}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}
