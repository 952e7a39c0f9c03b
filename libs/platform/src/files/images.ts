import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FileUnreadable } from './file.errors.js';

const LIMIT_MS = 15_000;
const MEMORY_MB = 256;

export interface PreparedImage {
  full: Buffer;
  thumb: Buffer;
  width: number;
  height: number;
}

/** Detects the format by the first bytes; the file name and the declared type are not reliable. */
export function isPhoto(bytes: Buffer): boolean {
  const begins = (...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte);
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return begins(0xff, 0xd8, 0xff) || begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || isWebp;
}

export const isPdf = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 5) === '%PDF-';

/** Re-encodes a photo, which drops hidden content: places, names, scripts, excess pixels. Throws
 *  FILE_UNREADABLE. */
export async function prepareImage(original: Buffer): Promise<PreparedImage> {
  const output = await runApart('./sanitize-image.program.js', original);
  const headEnd = output.indexOf('\n');
  const { full, width, height } = JSON.parse(output.toString('utf8', 0, headEnd)) as Record<
    'full' | 'width' | 'height',
    number
  >;
  const body = output.subarray(headEnd + 1);
  return { full: body.subarray(0, full), thumb: body.subarray(full), width, height };
}

/** Rewrites a PDF: keeps its pages, drops scripts, attachments and metadata. Throws FILE_UNREADABLE. */
export const preparePdf = (original: Buffer): Promise<Buffer> => runApart('./sanitize-pdf.program.js', original);

/** Opens untrusted files in a separate process, which may be ended at any time. */
async function runApart(program: string, original: Buffer): Promise<Buffer> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${MEMORY_MB}`, fileURLToPath(new URL(program, import.meta.url))],
    { stdio: ['pipe', 'pipe', 'ignore'], env: {}, timeout: LIMIT_MS, killSignal: 'SIGKILL' },
  );
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stdin.on('error', () => undefined); // the child ended early; its exit code decides
  child.stdin.end(original);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw FileUnreadable();
  return Buffer.concat(parts);
}
