import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(new URL('.', import.meta.url).pathname, '..');

/** Imports point down. A library may import what stands on a lower row. */
const ROWS = [
  ['platform'],
  ['identity'],
  ['imports'],
  ['organization', 'funds', 'volunteers'],
  ['wishes', 'projects', 'activities'],
  ['matching', 'directline'],
  ['notifications', 'disclosure', 'audit'],
];
const rowOf = (library: string): number => ROWS.findIndex((row) => row.includes(library));
/** A second door for parsers, which threads load without the framework. */
const PARSING_DOOR = /^#libs\/\w+\/parsing$/;
const libraryBehind = (door: string): string => door.slice(6).replace(/\/parsing$/, '');

interface Source {
  path: string;
  text: string;
  imports: string[];
}

const sources: Source[] = ['apps', 'libs'].flatMap((folder) =>
  (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((path) => /\.(tsx?|mjs)$/.test(path))
    .map((path) => {
      const file = join(ROOT, folder, path);
      const text = readFileSync(file, 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1]!);
      return { path: relative(ROOT, file), text, imports };
    }),
);
const librarySources = sources.filter(({ path }) => path.startsWith('libs/'));
const libraryOf = (path: string): string => path.split('/')[1]!;

const documents = readdirSync(join(ROOT, 'libs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /^[^/]+\/[\w-]+\.md$/.test(path))
  .map((path) => `libs/${path}`)
  .concat(readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md'));

describe('the architecture', () => {
  it('was looked at', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
  });

  it('lets imports point down only', () => {
    const wrong = librarySources.flatMap(({ path, imports }) => {
      const own = libraryOf(path);
      if (own === 'api-client')
        return imports.filter((name) => name.startsWith('#libs/')).map((name) => `${path} → ${name}`);
      expect(rowOf(own), `${own} stands on no row`).toBeGreaterThanOrEqual(0);
      return imports
        .filter((name) => name.startsWith('#libs/'))
        .filter((name) => rowOf(libraryBehind(name)) < 0 || rowOf(libraryBehind(name)) >= rowOf(own))
        .map((name) => `${path} → ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('lets the pages talk to the api alone, by its generated client', () => {
    const pages = sources.filter(({ path }) => path.startsWith('apps/web/src/'));
    expect(pages.length).toBeGreaterThan(60);
    const wrong = pages.flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('node:') || (name.startsWith('#libs/') && name !== '#libs/api-client'))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets nobody download the screens of another role', () => {
    const areas = ['public', 'mobile/volunteer', 'mobile/grid', 'mobile/resident', 'console'];
    const areaOf = (path: string): string | undefined => areas.find((area) => path.startsWith(`apps/web/src/${area}/`));
    const pages = sources.filter(({ path }) => areaOf(path));
    expect(pages.length).toBeGreaterThan(40);
    const wrong = pages.flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('.') && !name.endsWith('.css'))
        .map((name) => areaOf(relative(ROOT, join(ROOT, path, '..', name))))
        .filter((area) => area !== undefined && area !== areaOf(path))
        .map((area) => `${path} → ${area}`),
    );
    expect(wrong).toEqual([]);
  });

  it('opens libraries by their doors', () => {
    const deep = sources.flatMap(({ path, imports }) =>
      imports
        .filter(
          (name) =>
            (/^#libs\/[^/]+\/./.test(name) && !PARSING_DOOR.test(name)) ||
            (/\.\.\/.*libs\//.test(name) && !path.startsWith('libs/')),
        )
        .map((name) => `${path} → ${name}`),
    );
    expect(deep).toEqual([]);
  });

  it('loads no framework behind the doors and modules of parsers', () => {
    const byPath = new Map(sources.map((source) => [source.path, source]));
    const seen = new Set<string>();
    const outside = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = byPath.get(path)?.text;
      expect(text, path).toBeDefined();
      for (const [, name] of text!.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
        if (PARSING_DOOR.test(name!)) visit(`libs/${libraryBehind(name!)}/src/parsing.ts`);
        else if (name!.startsWith('.')) visit(join(path, '..', name!).replace(/\.js$/, '.ts'));
        else outside.add(name!);
      }
    };
    const parsers = librarySources.map(({ path }) => path).filter((path) => path.endsWith('.parser.ts'));
    expect(parsers.length).toBeGreaterThan(3);
    for (const path of [...parsers, 'libs/platform/src/files/sheets/parse-file.thread.ts']) visit(path);
    expect([...outside].toSorted()).toEqual(['csv-parse/sync', 'htmlparser2', 'node:worker_threads', 'saxes', 'yauzl']);
  });

  it('knows bullmq in platform/jobs alone, and the environment in platform/config.ts alone', () => {
    const bullmq = sources.filter(({ imports }) => imports.includes('bullmq')).map(({ path }) => path);
    expect(bullmq).toEqual(['libs/platform/src/jobs/lane.ts']);
    const environment = sources
      .filter(
        ({ path, text }) =>
          /process\.env/.test(text) && !path.startsWith('apps/standalone/') && !path.endsWith('.spec.ts'),
      )
      .map(({ path }) => path);
    expect(environment).toEqual(['libs/platform/src/config.ts']);
  });

  it('lets the launcher use nothing that must be installed first', () => {
    const launcher = sources.filter(({ path }) => path.startsWith('apps/standalone/'));
    expect(launcher.length).toBeGreaterThan(4);
    for (const { path, imports } of launcher) {
      for (const name of imports)
        expect(name.startsWith('node:') || name.startsWith('./'), `${path} → ${name}`).toBe(true);
    }
  });

  it('reads what strangers send in threads of their own', () => {
    const allowed = /^libs\/platform\/src\/(?:index|files\/sheets\/[\w.-]+)\.ts$|\.spec\.ts$|\.fixture\.ts$/;
    const offenders = sources.filter(({ path, text }) => /\bparseSheets\b/.test(text) && !allowed.test(path));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('makes transactions in one place, and does nothing slow inside them', () => {
    const makers = sources
      .filter(({ text }) => /startTransaction\(|START TRANSACTION/.test(text))
      .map(({ path }) => path);
    expect(makers.toSorted()).toEqual([
      'libs/platform/src/database/transactions.ts',
      'libs/platform/src/invariants.ts',
    ]);
  });

  it('takes the time from the database where it decides, and chance from the system where it matters', () => {
    const guessed = librarySources
      .filter(({ path, text }) => !path.endsWith('.spec.ts') && /Math\.random/.test(text))
      .map(({ path }) => path);
    // Jitter and a request's number: neither is a secret.
    expect(guessed.toSorted()).toEqual([
      'libs/api-client/src/index.ts',
      'libs/notifications/src/delivery/dispatcher.ts',
      'libs/platform/src/database/transactions.ts',
      'libs/platform/src/http/http-application.ts',
      'libs/platform/src/jobs/polling-loop.ts',
    ]);
  });

  it('has a README of one screen in every library', () => {
    const libraries = readdirSync(join(ROOT, 'libs'));
    expect(libraries.length).toBeGreaterThan(5);
    for (const library of libraries) {
      const readme = join(ROOT, 'libs', library, 'README.md');
      expect(existsSync(readme), library).toBe(true);
      expect(readFileSync(readme, 'utf8').split('\n').length, library).toBeLessThan(60);
    }
  });

  it('names in its documents only files and folders that exist', () => {
    const tree = ['apps', 'docker', 'libs', 'test'].flatMap((folder) => [
      folder,
      ...(readdirSync(join(ROOT, folder), { recursive: true }) as string[]).map((path) => `${folder}/${path}`),
    ]);
    const paths = [...tree, ...readdirSync(ROOT)].map((path) => `/${path}`);
    const exists = (name: string): boolean => {
      const pattern = name.replace(/\/$/, '').replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*');
      return paths.some((path) => new RegExp(`/${pattern}$`).test(path));
    };
    expect(documents.length).toBeGreaterThan(10);
    const missing = documents.flatMap((document) =>
      [...readFileSync(join(ROOT, document), 'utf8').matchAll(/`([\w*][\w*./-]*)`/g)]
        .map((match) => match[1]!)
        .filter((name) => /^(?:apps|libs|test)\/|\.(?:tsx?|mjs|md|css)$/.test(name))
        .filter((name) => !exists(name))
        .map((name) => `${document} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names in its documents only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const main = sources.find(({ path }) => path === 'apps/cli/src/main.ts')!.text;
    const commands = [...main.matchAll(/^ {2}'?([a-z][a-z -]*)'?: (?:async )?\(\) =>/gm)].map((match) => match[1]!);
    expect(commands.length).toBeGreaterThan(20);
    const isScript = (name: string): boolean => name in scripts;
    const isCommand = (text: string): boolean =>
      text.startsWith('help') || commands.some((name) => `${text} `.startsWith(`${name} `));
    let named = 0;
    const missing = documents.flatMap((document) => {
      const text = readFileSync(join(ROOT, document), 'utf8');
      const run = [...text.matchAll(/\bnpm (?:run (?:-s )?)?(?!run\b|ci\b|install\b)([a-z:]+)/g)].map(
        (match) => match[1]!,
      );
      const cli = [...text.matchAll(/(?:`|npm run (?:-s )?)cli (?:-- )?([a-z][a-z -]*)/g)].map((match) => match[1]!);
      named += run.length + cli.length;
      return [...run.filter((name) => !isScript(name)), ...cli.filter((name) => !isCommand(name))].map(
        (name) => `${document} → ${name}`,
      );
    });
    expect(named).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });

  it('refuses in words: a state is never shown by its code', () => {
    const codes = librarySources.flatMap(({ path, text }) =>
      [...text.matchAll(/\w+\(\{\s*state: (?!\w*_WORDS\b)[^}]*\}/g)].map(([thrown]) => `${path}: ${thrown}`),
    );
    expect(codes).toEqual([]);
  });

  it('keeps the top of the tree as it is drawn', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['.git', '.ci', 'node_modules', 'dist', 'var'].includes(entry.name))
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(['apps', 'docker', 'libs', 'test']);
  });
});
