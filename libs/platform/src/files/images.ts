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

/** The first bytes say what a file is; its name and its declared type may say anything. */
export function isPhoto(bytes: Buffer): boolean {
  const begins = (...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte);
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return begins(0xff, 0xd8, 0xff) || begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || isWebp;
}

export const isPdf = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 5) === '%PDF-';

/** Draws a photo anew: what hides in it – places, names, scripts, a million pixels – stays behind. Throws
 *  FILE_UNREADABLE. */
export async function prepareImage(original: Buffer): Promise<PreparedImage> {
  const output = await runApart('./draw-anew.js', original);
  const headEnd = output.indexOf('\n');
  const { full, width, height } = JSON.parse(output.toString('utf8', 0, headEnd)) as Record<
    'full' | 'width' | 'height',
    number
  >;
  const body = output.subarray(headEnd + 1);
  return { full: body.subarray(0, full), thumb: body.subarray(full), width, height };
}

/** Writes a PDF anew: its pages, without scripts, attachments and what it says about itself. Throws FILE_UNREADABLE. */
export const preparePdf = (original: Buffer): Promise<Buffer> => runApart('./rewrite-pdf.js', original);

/** What strangers send is opened in a process of its own, which may be ended at any time. */
async function runApart(program: string, original: Buffer): Promise<Buffer> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${MEMORY_MB}`, fileURLToPath(new URL(program, import.meta.url))],
    { stdio: ['pipe', 'pipe', 'ignore'], env: {}, timeout: LIMIT_MS, killSignal: 'SIGKILL' },
  );
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stdin.on('error', () => undefined); // it has ended early; its exit code tells
  child.stdin.end(original);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw FileUnreadable();
  return Buffer.concat(parts);
}
