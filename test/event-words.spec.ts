import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Written as names of events are, and none: names of errors, of notifications and of what other formats call so. */
const NO_EVENTS = new Set([
  'AbortError',
  'CropBox',
  'DetailsUnreadable',
  'EncryptedPackage',
  'FontDescriptor',
  'KeyFault',
  'MediaBox',
  'RecoveryStoppedBelow',
  'TimeoutError',
  'WeChat',
]);

/** What the libraries write like the name of an event, but for migrations and the names of enums in the API. */
function namesInSource(): Set<string> {
  const files = readdirSync(join(ROOT, 'libs'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(?!api-client)[\w-]+\/src\/.*(?<!\.spec)\.ts$/.test(path),
  );
  const names = files.flatMap((path) => {
    const text = readFileSync(join(ROOT, 'libs', path), 'utf8')
      .replace(/version: \d+,\s*name: '\w+'/g, '')
      .replace(/enumName: '\w+'/g, '');
    return [...text.matchAll(/'([A-Z][a-z]+(?:[A-Z][a-z]+)+)'/g)].map(([, name]) => name!);
  });
  return new Set(names.filter((name) => !NO_EVENTS.has(name)));
}

const named = (language: 'zh' | 'en'): string[] =>
  [...readFileSync(join(ROOT, `apps/web/src/words/${language}/events.ts`), 'utf8').matchAll(/^  (\w+): '/gm)]
    .map(([, name]) => name!)
    .toSorted();

describe('the words of events', () => {
  it('name every event that is recorded, in both languages, and none that is not', () => {
    const names = [...namesInSource()].toSorted();
    expect(names.length).toBeGreaterThan(100);
    expect(named('zh')).toEqual(names);
    expect(named('en')).toEqual(names);
  });
});
