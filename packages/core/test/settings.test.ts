import test from 'ava';
import { readFile } from 'node:fs/promises';
import { checkedSettings } from '../dist/settings.js';

const UNITS_MS: Record<string, number> = { minutes: 60_000, days: 86_400_000 };

test('Settings: the comment on each setting states its default', async (t) => {
  const source = await readFile(new URL('../src/settings.ts', import.meta.url), 'utf8');
  const [, body = ''] = /export interface Settings \{(.*?)\n\}/s.exec(source) ?? [];
  const documented = [...body.matchAll(/Default: (.+?)\s*\*\/\s*readonly (\w+):/g)].map(
    ([, text = '', name = '']) => [name, valueOf(text)],
  );
  t.deepEqual(Object.fromEntries(documented), { ...checkedSettings() });
});

/** `15`, `'bailiwick'`, `7 days`. */
function valueOf(text: string): unknown {
  const [number, unit] = text.split(' ');
  if (unit === undefined) return JSON.parse(text.replaceAll("'", '"'));
  return Number(number) * (UNITS_MS[unit] ?? Number.NaN);
}
