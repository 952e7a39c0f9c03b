import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { LIBRARIES } from '../apps/libraries.js';
import { migrationOf, namedTables } from './support/named-tables.js';

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

/** Migrations up to this version are in use somewhere, and stay as they are. */
const LAST_LANDED_MIGRATION = 20261130719;
/** The only files that name tables of other libraries: projections of `disclosure`, which join and add up over wishes and
 *  money for readers outside, in forms that nobody else needs. */
const PROJECTIONS: Record<string, { tables: string[]; why: string }> = {
  'libs/disclosure/src/export/export-sheets.ts': {
    tables: [
      'fund_account',
      'fund_payment',
      'fund_refund',
      'fund_transfer',
      'fund_year',
      'spend_request',
      'spend_wish',
      'wish',
    ],
    why: 'one row a line of the sheets that offices export, over wishes and money together',
  },
  'libs/disclosure/src/public/public-statistics.ts': {
    tables: ['fund_account', 'wish'],
    why: 'counts of all units at once, kept for half a minute',
  },
  'libs/disclosure/src/public/track-wish.ts': {
    tables: ['beneficiary', 'wish'],
    why: 'checks the card and the telephone in one read, so that both refusals take the same time',
  },
  'libs/disclosure/src/public/monthly-notice.ts': {
    tables: ['fund_payment', 'fund_refund', 'fund_reversal', 'spend_request'],
    why: 'the month of the money as the notice prints it',
  },
  'libs/disclosure/src/public/public.queries.ts': {
    tables: ['beneficiary', 'fund_payment', 'spend_objection', 'spend_request', 'spend_wish', 'unit', 'wish'],
    why: 'what the public may read of wishes and payments, with the cells that keep people from being found',
  },
};

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

const hasLanded = (migration = Infinity): boolean => migration <= LAST_LANDED_MIGRATION;
const isLanded = (node: ts.Node): boolean => hasLanded(migrationOf(node).migration);

describe('the architecture', () => {
  it('finds the files that it checks', () => {
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

  const owners = new Map<string, string>([['schema_migration', 'platform']]);
  for (const { name, schema } of LIBRARIES)
    for (const { sql } of (schema?.migrations ?? []).toSorted((a, b) => a.version - b.version)) {
      for (const [, table] of sql.matchAll(/\bCREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)) {
        expect(owners.get(table!) ?? name, `${table} has two owners`).toBe(name);
        owners.set(table!, name);
      }
      const [, before, after] = /\bALTER TABLE (?:IF EXISTS )?(\w+)[^]*\bRENAME TO (\w+)/.exec(sql) ?? [];
      if (before && after && owners.delete(before)) owners.set(after, name);
    }

  it('runs every migration that has a file, and names the file after it', () => {
    const kebab = (name: string): string =>
      name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const files = librarySources.filter(({ path }) => /\/migrations\/(?!index)/.test(path)).map(({ path }) => path);
    const run = LIBRARIES.flatMap(({ name: library, schema }) =>
      (schema?.migrations ?? []).map(
        ({ version, name }) => `libs/${library}/src/migrations/${version}-${kebab(name)}.ts`,
      ),
    );
    expect(run.length).toBeGreaterThan(200);
    expect(files.toSorted()).toEqual(run.toSorted());
  });

  it('fixes the SQL of migrations as text', () => {
    const computed = librarySources.filter(
      ({ path, text }) => /\/migrations\/(?!index)/.test(path) && /(?<!\\)\$\{/.test(text),
    );
    expect(computed.map(({ path }) => path)).toEqual([]);
  });

  it('lets SQL name the tables of its own library only', () => {
    expect(owners.size).toBeGreaterThan(90);
    const product = sources.filter(
      ({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('apps/web/') && !path.startsWith('libs/api-client/'),
    );
    const named = namedTables(product, new Set(owners.keys()));
    const unseen = new Set(owners.keys());
    const foreign = new Map<string, Set<string>>();
    for (const [path, tables] of named)
      for (const { table, line, migration } of tables) {
        unseen.delete(table);
        const library = path.startsWith('libs/') ? libraryOf(path) : 'apps';
        if (owners.get(table) === library || hasLanded(migration)) continue;
        const isAllowed = PROJECTIONS[path]?.tables.includes(table);
        foreign.set(path, (foreign.get(path) ?? new Set()).add(isAllowed ? table : `${path}:${line} → ${table}`));
      }
    expect([...unseen], 'tables that no SQL names: was everything read?').toEqual([]);
    const found = Object.fromEntries([...foreign].map(([path, tables]) => [path, [...tables].toSorted()]));
    expect(found).toEqual(Object.fromEntries(Object.entries(PROJECTIONS).map(([path, { tables }]) => [path, tables])));
  });

  it('names no word of the domain in the platform', () => {
    /** Words as parts of names: `spendRequest`, `WishId`, but not `suspended`. */
    const domain =
      /(?<![A-Za-z])(?:[Ww]ish|[Cc]laim|[Ss]pend|[Vv]olunteer)|(?<=[a-z])(?:Wish|Claim|Spend|Volunteer)|(?<![A-Z])(?:WISH|CLAIM|SPEND|VOLUNTEER)/;
    /** The name of the platform, and a term of signed tokens. */
    const allowed = /micro[-_ ]?wish|\brequiredClaims\b/gi;
    const platform = librarySources.filter(({ path }) => /^libs\/platform\/src\/.*(?<!\.spec)\.ts$/.test(path));
    expect(platform.length).toBeGreaterThan(100);
    const wrong: string[] = [];
    for (const { path, text } of platform) {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        const isWord = ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node);
        if (isWord && domain.test(node.getText().replaceAll(allowed, '')) && !isLanded(node))
          wrong.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
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

  it('keeps the screens of one role out of the downloads of others', () => {
    const areas = ['public', 'volunteer', 'grid', 'resident', 'desk'];
    const areaOf = (path: string): string | undefined => {
      const area = /^apps\/web\/src\/(?:features\/\w+|ui)\/(\w+)\//.exec(path)?.[1];
      return area && areas.includes(area) ? area : undefined;
    };
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

  it('lets the server alone decide what may be done', () => {
    const pages = sources.filter(({ path }) => path.startsWith('apps/web/src/') && !path.includes('/locales/'));
    // Pages whose subject is roles: where each role works, who is given which, who signs, who is reminded.
    const aboutRoles = new Set([
      'apps/web/src/core/session.ts',
      'apps/web/src/features/import/desk/correct-staff-row.tsx',
      'apps/web/src/features/settings/desk/escalations.tsx',
      'apps/web/src/features/people/desk/people.tsx',
      'apps/web/src/features/people/desk/role-order.ts',
      'apps/web/src/features/spend/desk/spend-policy-form.tsx',
    ]);
    const staffRole =
      /'(?:grid|community|town|district)_\w+'|'(?:supervision_committee|finance_clerk|auditor|administrator)'/;
    const namesRoles = pages.filter(({ path, text }) => !aboutRoles.has(path) && staffRole.test(text));
    expect(namesRoles.map(({ path }) => path)).toEqual([]);
    // Sets of statuses beside the answers' `allowedSteps`.
    const statusSet = /\.includes\([^()]*\bstatus\b|\]\.includes\(\w*[sS]tatus\)|\w+\.has\([\w.]*\bstatus\)/;
    const withSets = pages.filter(({ text }) => statusSet.test(text)).map(({ path }) => path);
    expect(withSets).toEqual([]);
  });

  it('imports libraries through their index', () => {
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

  it('loads no framework in parsing.ts and the modules of parsers', () => {
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

  it('lets the launcher use only what Node.js brings', () => {
    const launcher = sources.filter(({ path }) => path.startsWith('apps/standalone/'));
    expect(launcher.length).toBeGreaterThan(4);
    for (const { path, imports } of launcher) {
      for (const name of imports)
        expect(name.startsWith('node:') || name.startsWith('./'), `${path} → ${name}`).toBe(true);
    }
  });

  it('parses uploaded files in separate threads', () => {
    const allowed = /^libs\/platform\/src\/(?:index|files\/sheets\/[\w.-]+)\.ts$|\.spec\.ts$|\.fixture\.ts$/;
    const offenders = sources.filter(({ path, text }) => /\bparseSheets\b/.test(text) && !allowed.test(path));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('opens transactions in one place, without slow calls inside', () => {
    const makers = sources
      .filter(({ text }) => /startTransaction\(|START TRANSACTION/.test(text))
      .map(({ path }) => path);
    expect(makers.toSorted()).toEqual([
      'libs/platform/src/database/transactions.ts',
      'libs/platform/src/invariants.ts',
    ]);
  });

  it('takes decisive time from the database and secrets from the system’s random source', () => {
    const guessed = librarySources
      .filter(({ path, text }) => !path.endsWith('.spec.ts') && /Math\.random/.test(text))
      .map(({ path }) => path);
    // Jitter and a request's number: neither is a secret.
    expect(guessed.toSorted()).toEqual([
      'libs/api-client/src/client.ts',
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

  it('names states in error messages by words, not by codes', () => {
    const codes = librarySources.flatMap(({ path, text }) =>
      [...text.matchAll(/\w+\(\{\s*state: (?!\w*_WORDS\b)[^}]*\}/g)].map(([thrown]) => `${path}: ${thrown}`),
    );
    expect(codes).toEqual([]);
  });

  it('has only the agreed folders at the top level', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['.git', '.ci', 'node_modules', 'dist', 'var'].includes(entry.name))
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(['apps', 'docker', 'libs', 'test']);
  });

  it('only exports in the index of a library', () => {
    const doors = librarySources.filter(({ path }) => /^libs\/[\w-]+\/src\/index\.ts$/.test(path));
    expect(doors.length).toBeGreaterThan(10);
    const EXPORT_FROM = /^export (?:type )?(?:\*(?: as \w+)?|\{[^}]*\}) from '[^']+';\n/gm;
    const rest = doors.map(({ path, text }) => [path, text.replace(EXPORT_FROM, '').trim()]);
    expect(rest.filter(([, statements]) => statements)).toEqual([]);
  });
});
