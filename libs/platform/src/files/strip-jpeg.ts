const START = 0xffd8;
const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;
/** JFIF's density and Adobe's colours are needed for drawing. */
const KEPT = new Set([0xe0, 0xee]);

/** A JPEG without the segments that say where, when and by whom it was taken; the picture itself is unchanged.
 *  Bytes that are no JPEG are returned as they are. */
export function strippedJpeg(bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 4 || view.readUInt16BE(0) !== START) return bytes;
  const parts = [view.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= view.length && view[at] === 0xff) {
    const marker = view[at + 1]!;
    if (marker === START_OF_SCAN) break;
    const end = at + 2 + view.readUInt16BE(at + 2);
    if (end > view.length) break;
    const isTold = marker === COMMENT || (isApplication(marker) && !KEPT.has(marker));
    if (!isTold) parts.push(view.subarray(at, end));
    at = end;
  }
  parts.push(view.subarray(at));
  return Buffer.concat(parts);
}
