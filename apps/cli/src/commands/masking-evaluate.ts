import { existsSync, readFileSync } from 'node:fs';
import { PERSONAL_DATA_KINDS, scoreMasking, type AnnotatedText, type PersonalDataKind } from '#libs/platform';
import { Usage, print, readArgs, type Command } from '../command.js';

const FAULTS_SHOWN = 20;

/** Measures the detection of personal data against annotated sentences. The file has one JSON object per line:
 *  {"text": …, "spans": [{"start", "end", "kind"}]}, offsets in UTF-16 units. Needs no database. */
export const maskingEvaluateCommand: Command = {
  usage: 'FILE.jsonl [--json]',
  run(args) {
    const { positionals, values } = readArgs(args, { json: { type: 'boolean' } });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new Usage('Name one file of annotated sentences.');
    if (!existsSync(file)) throw new Usage(`There is no file ${file}.`);
    const { texts, faults } = readAnnotatedTexts(readFileSync(file, 'utf8'));
    if (texts.length === 0 && faults.length === 0) faults.push('line 1: the file holds no sentence');
    if (faults.length > 0) {
      for (const fault of faults.slice(0, FAULTS_SHOWN)) process.stderr.write(`${file}, ${fault}\n`);
      if (faults.length > FAULTS_SHOWN) process.stderr.write(`and ${faults.length - FAULTS_SHOWN} more faults\n`);
      return Promise.resolve(1);
    }
    const score = scoreMasking(texts);
    if (values.json) print(JSON.stringify(score));
    else {
      print(
        `${'kind'.padEnd(10)} ${'spans'.padStart(6)} ${'masked'.padStart(7)} ${'marked'.padStart(7)} ${'missed'.padStart(7)}`,
      );
      for (const [kind, { spans, masked, marked }] of Object.entries(score.kinds)) {
        const counts = [masked, marked, spans - masked - marked].map((count) => String(count).padStart(7));
        print(`${kind.padEnd(10)} ${String(spans).padStart(6)} ${counts.join(' ')}`);
      }
      print(`${score.sentences} sentences, ${score.falselyMasked} with something masked that is no personal data.`);
    }
    return Promise.resolve(0);
  },
};

/** Reads annotated sentences. Errors name the line and the field; empty lines are skipped. */
export function readAnnotatedTexts(content: string): { texts: AnnotatedText[]; faults: string[] } {
  const texts: AnnotatedText[] = [];
  const faults: string[] = [];
  for (const [index, line] of content
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const fault = (field: string, reason: string): void => {
      faults.push(`line ${index + 1}, ${field}: ${reason}`);
    };
    const read = readLine(line, fault);
    if (read) texts.push(read);
  }
  return { texts, faults };
}

function readLine(line: string, fault: (field: string, reason: string) => void): AnnotatedText | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    fault('the line', 'is no JSON');
    return null;
  }
  if (!isObject(value)) {
    fault('the line', 'is no JSON object');
    return null;
  }
  const { text, spans } = value;
  if (typeof text !== 'string') fault('text', 'must be a string');
  if (!Array.isArray(spans)) fault('spans', 'must be a list');
  if (typeof text !== 'string' || !Array.isArray(spans)) return null;
  const read = spans.map((span: unknown, place) =>
    readSpan(span, text, (field, reason) => fault(`spans[${place}]${field}`, reason)),
  );
  return read.every((span) => span !== null) ? { text, spans: read } : null;
}

function readSpan(
  span: unknown,
  text: string,
  fault: (field: string, reason: string) => void,
): AnnotatedText['spans'][number] | null {
  if (!isObject(span)) {
    fault('', 'must be an object with start, end and kind');
    return null;
  }
  const { start, end, kind } = span;
  const isKind = PERSONAL_DATA_KINDS.includes(kind as PersonalDataKind);
  if (!isKind) fault('.kind', `must be one of ${PERSONAL_DATA_KINDS.join(', ')}`);
  const isStart = Number.isInteger(start) && (start as number) >= 0 && (start as number) < text.length;
  if (!isStart) fault('.start', `must be a whole number from 0 to ${Math.max(0, text.length - 1)}`);
  const isEnd =
    Number.isInteger(end) && (end as number) <= text.length && (!isStart || (end as number) > (start as number));
  if (!isEnd) fault('.end', `must be a whole number after start and at most ${text.length}, the length of the text`);
  return isKind && isStart && isEnd
    ? { start: start as number, end: end as number, kind: kind as PersonalDataKind }
    : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
