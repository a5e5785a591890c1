const BAR_HEIGHT = 18;
const GROUP_GAP = 34;
const LABEL_WIDTH = 300;
const BARS_WIDTH = 420;
/** Longer bars are cut off here; the figure beside a bar is always exact. */
const RATIO_MAX = 1.2;

/** Works on light and dark pages: the background is transparent, and the reader's scheme decides the colours. */
const STYLE = `
  text { fill: #1f2937 } .other { fill: #94a3b8 } .ours { fill: #2563eb }
  @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .other { fill: #64748b } .ours { fill: #60a5fa } }`;

/** Draws bars for each operation, as long as the ratio to the hand-written route. */
export function picture(contests) {
  let y = 10;
  const parts = contests.flatMap(({ name: contest, results }) =>
    results.flatMap(({ name, contestants }) => {
      const heading = text(10, y + 14, `${contest}: ${name}`, 'font-weight="bold"');
      y += 22;
      const bars = contestants.map((contestant) => {
        const bar = barOf(contestant, contestants[0], y);
        y += BAR_HEIGHT;
        return bar;
      });
      y += GROUP_GAP - BAR_HEIGHT;
      return [heading, ...bars];
    }),
  );
  const width = LABEL_WIDTH + BARS_WIDTH * RATIO_MAX + 140;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="12">
<style>${STYLE}
</style>
${parts.join('\n')}
</svg>
`;
}

function barOf({ name, perSecond, isOurs }, reference, y) {
  const ratio = perSecond / reference.perSecond;
  const width = Math.max(1, Math.round(BARS_WIDTH * Math.min(RATIO_MAX, ratio)));
  return [
    text(20, y + 13, name),
    `<rect x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT - 4}" class="${isOurs ? 'ours' : 'other'}"/>`,
    text(LABEL_WIDTH + width + 8, y + 12, `${ratio.toFixed(2)} × (${Math.round(perSecond)}/s)`),
  ].join('\n');
}

function text(x, y, content, attributes = '') {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
