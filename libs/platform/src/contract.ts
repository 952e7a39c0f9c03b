import type { Schema } from './database/migrations.js';
import type { EntityClass } from './database/rows.js';
import { definedDeadlines, type Deadline } from './deadlines/define-deadline.js';
import { definedEvents, type EventKind } from './events/define-event.js';
import type { Check, Invariant } from './invariants.js';
import { definedJobs } from './jobs/jobs.js';
import { definedPermissions, type Permission } from './permissions.js';
import { definedTasks, type Task } from './work-queue/define-task.js';
import type { OwnPart } from './personal-data/personal-data-export.js';
import type { AccountPart } from './personal-data/retention/account-erasure.js';
import type { FieldEncryption } from './personal-data/field-encryption.js';

/** What a library offers to the other libraries and to operators. Each capability is declared in the library's own files;
 *  the contract lists them. */
export interface LibraryContract {
  name: string;
  /** Its tables, as migrations. */
  schema?: Schema;
  /** What its tables look like today, an entity each; only this library writes them. */
  entities?: readonly EntityClass[];
  invariants?: readonly Invariant[];
  /** Invariants that can only be checked with the data keys. */
  checks?: (encryption: FieldEncryption) => Check[];
  events?: readonly EventKind[];
  deadlines?: readonly Deadline[];
  permissions?: readonly Permission[];
  /** Kinds of work in the work queue, except those of deadlines. */
  tasks?: readonly Task[];
  /** Kinds of jobs, except those of deadlines. */
  jobs?: readonly string[];
  /** Technical rows that are deleted every hour when they are old: statements of the form
   *  `DELETE FROM … WHERE … LIMIT 500`. */
  purges?: readonly string[];
  /** What the library stores about a person, as that person may read it, by heading. Parts that need services are methods
   *  with `@OwnDataPart`. */
  ownData?: Readonly<Record<string, OwnPart>>;
  /** What the library does when an account is deleted. What needs services is done by methods with `@ErasesAccount` and
   *  `@FindsAccountObstacles`. */
  account?: AccountPart;
}

/** The contracts of all libraries, for injection. */
export class Libraries {
  constructor(readonly contracts: readonly LibraryContract[]) {}
}

type Module = Readonly<Record<string, unknown>>;
const valuesOf = <T>(module: Module, isOne: (value: unknown) => value is T): T[] => Object.values(module).filter(isOne);

/** The events that a module exports. */
export const eventsIn = (module: Module): EventKind[] =>
  valuesOf(module, (value): value is EventKind => typeof value === 'function' && definedEvents().has(value.name));
/** The deadlines that a module exports. */
export const deadlinesIn = (module: Module): Deadline[] => registered(module, definedDeadlines());
/** The kinds of work that a module exports. */
export const tasksIn = (module: Module): Task[] => registered(module, definedTasks());
/** The permissions that a module exports. */
export const permissionsIn = (module: Module): Permission[] => registered(module, definedPermissions());

const registered = <T extends { name: string }>(module: Module, register: ReadonlyMap<string, T>): T[] =>
  valuesOf(module, (value): value is T => register.get((value as T | undefined)?.name ?? '') === value);

const PURGE = /^DELETE FROM \w+ WHERE .+ LIMIT 500$/s;

/** Throws unless every defined event, deadline, task, permission and job is listed in exactly one contract, and every purge is a
 *  DELETE of at most 500 rows. */
export function assertContracts(contracts: readonly LibraryContract[]): void {
  const names = (list: readonly { name: string }[] = []): string[] => list.map(({ name }) => name);
  const deadlines = [...definedDeadlines().keys()];
  const isOfDeadline = (job: string): boolean => deadlines.some((name) => job === name || job.startsWith(`${name}.`));
  const wanted: [string, Iterable<string>, (contract: LibraryContract) => readonly string[]][] = [
    ['event', definedEvents().keys(), ({ events }) => names(events)],
    ['deadline', deadlines, (contract) => names(contract.deadlines)],
    ['task', [...definedTasks().keys()].filter((task) => !deadlines.includes(task)), ({ tasks }) => names(tasks)],
    ['permission', definedPermissions().keys(), ({ permissions }) => names(permissions)],
    ['job', definedJobs().filter((job) => !isOfDeadline(job)), ({ jobs = [] }) => jobs],
  ];
  const faults = wanted.flatMap(([what, defined, declared]) => {
    const owners = (name: string): string[] =>
      contracts.filter((one) => declared(one).includes(name)).map((one) => one.name);
    return [...defined].flatMap((name) => {
      const found = owners(name);
      return found.length === 1 ? [] : [`${what} ${name}: ${found.join(', ') || 'in no contract'}`];
    });
  });
  const purges = contracts.flatMap((contract) => contract.purges ?? []);
  faults.push(...purges.filter((sql) => !PURGE.test(sql)).map((sql) => `not a purge: ${sql}`));
  if (faults.length > 0) throw new Error(`Contracts: ${faults.join('; ')}`);
}
