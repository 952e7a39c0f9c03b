// What a volunteer's phone downloads before it shows the feed, held to a limit: `node apps/web/build/budget.mjs`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('../../../dist/web/', import.meta.url));
const LIMIT = { script: 150_000, all: 250_000 };
/** The page, the feed with its frame, and the words of one language: what the router asks for, one after the other. */
const PARTS = [
  'index.html',
  'src/app/routes.tsx',
  'src/features/matching/volunteer/feed.tsx',
  'src/locales/zh/common.ts',
  'src/locales/zh/volunteer.ts',
];

/** @typedef {{ file: string, imports?: string[], css?: string[], assets?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(join(WEB, 'manifest.json'), 'utf8'));
const files = new Set(['index.html', 'first-look.js', 'icon.svg']);
const seen = new Set();
/** @param {string} name */
function add(name) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`the build has no ${name}`);
  if (seen.has(name)) return;
  seen.add(name);
  files.add(chunk.file);
  for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
  for (const next of chunk.imports ?? []) add(next);
}
for (const part of PARTS) add(part);

const sizes = [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(WEB, file)), { level: 9 }).length }));
const sum = (/** @type {typeof sizes} */ list) => list.reduce((total, { bytes }) => total + bytes, 0);
const script = sum(sizes.filter(({ file }) => file.endsWith('.js')));
const all = sum(sizes);
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
if (process.argv.includes('--list'))
  for (const { file, bytes } of [...sizes].sort((a, b) => b.bytes - a.bytes))
    console.log(`${kB(bytes).padStart(9)}  ${file}`);
console.log(
  `The volunteer's feed: ${sizes.length} files, JavaScript ${kB(script)} of ${kB(LIMIT.script)}, in all ${kB(all)} of ${kB(LIMIT.all)} (gzip)`,
);
if (script > LIMIT.script || all > LIMIT.all) process.exit(1);
