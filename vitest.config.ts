import { configDefaults, defineConfig } from 'vitest/config';

/** `npm run test:unit`: no server, no thread, no built file. A spec that needs one belongs into a folder of `test`. */
const UNIT = ['{apps,libs}/**/*.spec.ts', 'test/*.spec.ts'];
/** In the same places, but too slow for that: one listens on a port, one unpacks a workbook of 320 MB, two load the whole
 *  application. */
const NOT_UNIT = [
  'libs/platform/src/http/uploads.spec.ts',
  'libs/wishes/src/import/read-xlsx.spec.ts',
  'test/field-faults.spec.ts',
  'test/shapes.spec.ts',
];
/** A browser keeps a processor busy by itself. */
const BROWSER = 'test/browser/**/*.spec.ts';

/** Files that measure, starve or break what they share with the others (processor, disk, servers, the build), or whose own
 *  deadlines leave a second or two for what happens between them. */
const ALONE = [
  'libs/matching/src/bench/**/*.spec.ts',
  'test/faults/backlog.spec.ts',
  'test/faults/reminders.spec.ts',
  'test/fuzz/**/*.spec.ts',
  'test/e2e/data-keys.spec.ts',
  'test/e2e/feed.spec.ts',
  'test/e2e/hostile-files.spec.ts',
  'test/e2e/reminders.spec.ts',
  'test/e2e/standalone.spec.ts',
  'test/e2e/upgrade.spec.ts',
  // Asks for all constraints that are declared; unit specs declare some to try.
  'test/integration/constraints.spec.ts',
];

// Decorators carry types for injection; the `source` condition makes `#libs/*` resolve to TypeScript.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // Far beyond what a busy machine takes: they end what hangs, and measure nothing.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    reporters: ['default'],
    // Compiled files are kept for the next run, which halves what a single file costs.
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT,
          exclude: [...configDefaults.exclude, ...NOT_UNIT, ...ALONE],
          maxWorkers: '100%',
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'beside',
          include: ['test/*/**/*.spec.ts', ...NOT_UNIT],
          exclude: [...configDefaults.exclude, BROWSER, ...ALONE],
          // Most of the time a file waits for the processes that it has started, each on a database of its own (stage.ts):
          // three share two cores. They share a process one after the other, which loads the libraries once.
          maxWorkers: 3,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER],
          fileParallelism: false,
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, fileParallelism: false, isolate: false, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
