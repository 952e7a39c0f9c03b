import type { Permission } from '../permissions.js';
import type { Words } from '../problems.js';

/** Which rows wait for people, as fragments of SQL, and for whom. */
export interface Waiting {
  /** Who handles it. */
  permission: Permission;
  /** The rows that wait, with their alias. */
  from: string;
  /** The column of their case, which the work queue joins as `w`; left out: `from` contains `w`. */
  ofCase?: string;
  /** The column with the id of what waits. */
  subject: string;
  /** The column with the path of the unit; `w.unit_path` if left out. */
  path?: string;
  where: string;
  /** Listed only while this holds for the reader, whose id takes the place of its `?`. */
  forReader?: string;
  /** The column with the role whose turn it is; listed only for its holders and their deputies. */
  turn?: string;
  /** Listed only after its deadline has passed; until then there is nothing to do. */
  onlyOverdue?: boolean;
  /** Columns that the item shows besides those of its case, by the item's field. */
  columns?: Readonly<Record<string, string>>;
}

/** A kind of work that waits for people. */
export interface Task extends Waiting {
  readonly name: string;
  readonly title: Words;
  /** The job of the deadline that runs meanwhile, or the column with the due time. */
  readonly due: { job: string } | { column: string };
}

const tasks = new Map<string, Task>();

/** Registers a kind of work. A deadline with a `workQueue` entry is registered under its own name. */
export function defineTask(name: string, options: Omit<Task, 'name'>): Task {
  if (tasks.has(name)) throw new Error(`Two tasks are called ${name}`);
  const task = { ...options, name };
  tasks.set(name, task);
  return task;
}

/** Every kind of work, by name. */
export const definedTasks = (): ReadonlyMap<string, Task> => tasks;
