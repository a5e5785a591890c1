// Configures the site, whose sidebar is made from the map, docs/README.md.
import { defineConfig } from 'vitepress';
import { readMap } from '../collect-pages.mjs';

const sidebar = readMap().map(({ title, pages }) => ({
  text: title,
  collapsed: title === 'Decisions',
  items: pages.map(({ text, path }) => ({ text, link: `/${path.replace(/(?:index)?\.md$/, '')}` })),
}));

sidebar
  .find(({ text }) => text === 'Reference')
  .items.push({ text: 'API of the packages', link: '/reference/api/' });

export default defineConfig({
  title: 'Bailiwick',
  description: 'Users, the resources they own, quotas that hold, and a policy that decides and explains.',
  lang: 'en',
  head: [['link', { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]],
  srcDir: 'pages',
  outDir: 'dist',
  cleanUrls: true,
  // The documents are read in the repository too, where a page has no use for raw HTML.
  markdown: { html: false, anchor: { slugify: slugOf } },
  themeConfig: {
    nav: [
      { text: 'Map', link: '/map' },
      { text: 'Library', link: '/guides/library' },
      { text: 'Configuration', link: '/reference/configuration' },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: 'local',
      options: { detailedView: true, miniSearch: { searchOptions: { boostDocument } } },
    },
    docFooter: { prev: false, next: false },
  },
});

/**
 * Weighs a section for one term of a search. Without it, pages of the API, whose titles are single words, precede the
 * pages that explain those words. The browser gets the text of this function, which therefore uses nothing outside it.
 */
function boostDocument(id, term) {
  if (id.startsWith('/reference/api/')) return 0.3;
  return id.startsWith('/start/glossary') && term.length > 3 ? 4 : 1;
}

/** As the links of the documents have it, and the repository's own pages. */
function slugOf(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
