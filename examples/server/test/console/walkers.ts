import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { fits, settled } from './console.js';

/** Somebody who uses the console in one way: a journey is described once, and each of them takes it. */
export interface Walker {
  readonly page: Page;
  /** Presses a button, or follows a link. */
  readonly press: (target: Locator) => Promise<void>;
  /** Ticks a box. */
  readonly tick: (box: Locator) => Promise<void>;
  /** Replaces the text of a field. */
  readonly write: (field: Locator, text: string) => Promise<void>;
  readonly choose: (field: Locator, option: string) => Promise<void>;
  /** Opens a screen of the navigation. */
  readonly goTo: (screen: string) => Promise<void>;
  /** Searches the list on the screen. */
  readonly search: (text: string) => Promise<void>;
  /** Opens the only row of a list whose link has this name. */
  readonly openRow: (name: string) => Promise<void>;
  readonly undo: () => Promise<void>;
}

export interface Way {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly walkerOn: (page: Page) => Walker;
}

export const WAYS: readonly Way[] = [
  { name: 'by mouse', options: {}, walkerOn: withMouse },
  { name: 'with the keyboard alone', options: {}, walkerOn: withKeyboard },
  {
    name: 'at 320 px, by touch',
    options: { viewport: { width: 320, height: 640 }, hasTouch: true },
    walkerOn: withFingers,
  },
];

function withMouse(page: Page): Walker {
  return pointing(page, {
    press: (target) => target.click(),
    openMenu: () => Promise.resolve(),
  });
}

function withFingers(page: Page): Walker {
  return pointing(page, {
    press: async (target) => {
      await fits(page);
      await target.tap();
    },
    openMenu: () => page.getByRole('button', { name: 'Menu' }).tap(),
  });
}

interface Pointer {
  readonly press: (target: Locator) => Promise<void>;
  readonly openMenu: () => Promise<void>;
}

function pointing(page: Page, { press, openMenu }: Pointer): Walker {
  const write = async (field: Locator, text: string) => {
    await press(field);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  };
  return {
    page,
    press,
    tick: press,
    write,
    choose: async (field, option) => void (await field.selectOption(option)),
    goTo: async (screen) => {
      await openMenu();
      await press(page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: screen }));
      await settled(page);
    },
    search: (text) => write(page.getByRole('searchbox'), text),
    openRow: async (name) => {
      await press(page.getByRole('row').getByRole('link', { name }));
      await settled(page);
    },
    undo: () => press(page.getByRole('button', { name: 'Undo' }).last()),
  };
}

/** More than any screen has to walk past. */
const TABS_MAX = 120;

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}

function withKeyboard(page: Page): Walker {
  const { keyboard } = page;
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; !(await hasFocus(target)); tabs += 1) {
      if (tabs === TABS_MAX) throw new Error(`${TABS_MAX} times Tab do not lead to ${String(target)}.`);
      await keyboard.press('Tab');
    }
  };
  const write = async (field: Locator, text: string) => {
    await reach(field);
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type(text);
  };
  return {
    page,
    write,
    press: async (target) => {
      await reach(target);
      await keyboard.press('Enter');
    },
    tick: async (box) => {
      await reach(box);
      await keyboard.press('Space');
    },
    choose: async (field, option) => {
      await reach(field);
      await keyboard.type(option);
    },
    goTo: async (screen) => {
      await keyboard.press('ControlOrMeta+k');
      await keyboard.type(screen);
      const option = page.getByRole('option', { name: screen });
      await option.waitFor();
      while ((await option.getAttribute('aria-selected')) !== 'true') await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await settled(page);
    },
    search: async (text) => {
      await keyboard.press('/');
      await keyboard.type(text);
    },
    openRow: async (name) => {
      const row = page.getByRole('row').filter({ has: page.getByRole('link', { name }) });
      await row.waitFor();
      // The keys of the list are text as long as somebody types into a field.
      await keyboard.press('Tab');
      for (let rows = 0; !(await hasFocus(row)); rows += 1) {
        if (rows === TABS_MAX) throw new Error(`The key j does not lead to ${name}.`);
        await keyboard.press((await typing(page)) ? 'Tab' : 'j');
      }
      await keyboard.press('Enter');
      await settled(page);
    },
    undo: () => keyboard.press('z'),
  };
}

function typing(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.activeElement?.matches("input, select, textarea") === true');
}
