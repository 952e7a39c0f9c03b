// A separate program: reads a photo from standard input; writes a line of JSON, the photo and its thumbnail.
import { buffer } from 'node:stream/consumers';
import sharp, { type OutputInfo } from 'sharp';

const MAX_PIXELS = 40_000_000;
const FULL = 1_600;
const THUMB = 320;

sharp.concurrency(1);
sharp.cache(false);
const original = await buffer(process.stdin);
// Rotated as the camera held it; all other metadata is dropped.
const upright = sharp(original, { limitInputPixels: MAX_PIXELS, failOn: 'warning', pages: 1 })
  .rotate()
  .flatten({ background: '#ffffff' });
const draw = (size: number, quality: number): Promise<{ data: Buffer; info: OutputInfo }> =>
  upright
    .clone()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality, mozjpeg: true })
    .toBuffer({ resolveWithObject: true });
const full = await draw(FULL, 80);
const thumb = await draw(THUMB, 70);
process.stdout.write(
  `${JSON.stringify({ full: full.data.length, width: full.info.width, height: full.info.height })}\n`,
);
process.stdout.write(full.data);
process.stdout.write(thumb.data);
