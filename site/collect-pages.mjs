// Gathers the documents of the repository as the pages of the site, where docs/README.md, the map, says that they
// belong. The map is the only list of pages: its sections are the folders of the site and the groups of its sidebar.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const site = fileURLToPath(new URL('.', import.meta.url));
const MAP = 'docs/README.md';
const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\((?!https?:)([^)\s]+)\)/g;

/** The sections of the map, each with its pages: `{title, pages: [{text, source, path}]}`; `path` is within the site. */
export function readMap() {
  const sections = readFileSync(join(root, MAP), 'utf8').split(/^## /m).slice(1);
  return sections.map((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const pages = [...section.matchAll(LINK)].flatMap(([, , text, target]) => {
      const source = join(dirname(MAP), target);
      return target.endsWith('.md') ? [{ text, source, path: pathOf(source, title, text) }] : [];
    });
    return { title, pages };
  });
}

/** A document of `docs` keeps its name; the others are called like files of any repository. */
function pathOf(source, section, text) {
  if (source === 'README.md') return 'index.md';
  const name = source.startsWith('docs/') ? basename(source, '.md') : text.replaceAll(' ', '-');
  return join(section.toLowerCase(), `${name.toLowerCase()}.md`);
}

/** Writes the pages, and what they show, below `folder`; returns the paths of the pages within the site. */
export function collectPages(folder) {
  const pages = [{ source: MAP, path: 'map.md' }, ...readMap().flatMap((section) => section.pages)];
  const pathOfSource = new Map(pages.map(({ source, path }) => [source, path]));
  for (const source of documents()) assert.ok(pathOfSource.has(source), `${MAP} does not lead to ${source}.`);
  assert.equal(
    new Set(pages.map(({ path }) => path)).size,
    pages.length,
    `Two pages of ${MAP} have one name.`,
  );
  for (const { source, path } of pages) {
    const text = withoutComments(readFileSync(join(root, source), 'utf8'));
    write(join(folder, path), relinked(text, { source, path, folder, pathOfSource }));
  }
  cpSync(join(site, 'favicon.svg'), join(folder, 'public/favicon.svg'));
  return pages.map(({ path }) => path);
}

function documents() {
  return readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file));
}

/** They are for those who edit the page. */
function withoutComments(text) {
  return text.replaceAll(/^<!--.*-->\n+/gm, '');
}

/**
 * A link to another page leads there, a picture or a JSON document comes along, and a link to anything else in the
 * repository, whose files are not part of the site, becomes the name of what it leads to.
 */
function relinked(text, { source, path, folder, pathOfSource }) {
  return outsideCode(text, (prose) =>
    prose.replaceAll(LINK, (whole, isPicture, label, target) => {
      const [file, anchor] = target.split('#');
      if (file === '') return whole;
      const linked = join(dirname(source), file);
      const page = pathOfSource.get(linked) ?? pathOfSource.get(join(linked, 'README.md'));
      if (page !== undefined) {
        const hash = anchor === undefined ? '' : `#${anchor}`;
        return `[${label}](/${page.replace(/(?:index)?\.md$/, '')}${hash})`;
      }
      if (isPicture) {
        cpSync(join(root, linked), join(folder, dirname(path), basename(linked)));
        return `![${label}](./${basename(linked)})`;
      }
      if (linked.endsWith('.json')) {
        write(join(folder, 'public', basename(linked)), readFileSync(join(root, linked)));
        return `[${label}](/${basename(linked)})`;
      }
      assert.ok(existsSync(join(root, linked)), `${source} links to ${linked}, which is not there.`);
      const name = linked.replace(/\/$/, '');
      return label.replaceAll('`', '') === name ? `\`${name}\`` : `${label} (\`${name}\`)`;
    }),
  );
}

function outsideCode(text, change) {
  return text
    .split(/(^```[\s\S]*?^```$|`[^`\n]+`(?!\]))/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
