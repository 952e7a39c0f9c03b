import { expect } from 'vitest';
import { each } from './openapi.js';
import type { Actor } from './stage.js';

/** How a step that is not offered is refused: not permitted, out of sight, or the wrong state. */
const REFUSED = [403, 404, 409];

/** A kind of thing that people take steps with. */
export interface Played<T, S extends string> {
  people: Record<string, Actor>;
  /** Makes one more thing, in the same state each time. */
  plant: () => Promise<T>;
  /** The steps of this thing; those of its parts are among them. */
  steps: (thing: T) => readonly S[];
  /** What the server offers a person; nothing if the person does not see the thing. */
  offered: (actor: Actor, thing: T) => Promise<string[]>;
  send: (actor: Actor, thing: T, step: S) => Promise<{ status: number; code: string }>;
  /** What a step may change. */
  print: (thing: T) => Promise<unknown>;
  /** Codes of 422 that refuse the step, regardless of what is sent. */
  refusals?: readonly string[];
}

/** Plays every step with everybody: the server accepts each step that it offers, refuses every other one, and a refusal
 *  changes nothing. Returns the steps that were offered to somebody. */
export async function playSteps<T, S extends string>(played: Played<T, S>): Promise<Set<S>> {
  const { people, plant, steps, offered, send, print, refusals = [] } = played;
  const shared = await plant();
  const before = await print(shared);
  const taken: { who: string; actor: Actor; step: S }[] = [];
  await each(Object.entries(people), 4, async ([who, actor]) => {
    const allowed = await offered(actor, shared);
    const all = steps(shared);
    expect(all, `${who}: offered`).toEqual(expect.arrayContaining(allowed));
    for (const step of all) {
      if (allowed.includes(step)) {
        taken.push({ who, actor, step });
        continue;
      }
      const { status, code } = await send(actor, shared, step);
      const isRefused = REFUSED.includes(status) || refusals.includes(code);
      expect(isRefused, `${who} ${step} is not offered: ${status} ${code}`).toBe(true);
    }
  });
  expect(await print(shared)).toEqual(before);
  await each(taken, 4, async ({ who, actor, step }) => {
    const { status, code } = await send(actor, await plant(), step);
    expect([200, 201, 202, 204], `${who} ${step} is offered: ${status} ${code}`).toContain(status);
  });
  return new Set(taken.map(({ step }) => step));
}

/** Sends a command as a person does. */
export async function sendAs(
  actor: Actor,
  baseUrl: string,
  [method, path, body]: readonly [method: string, path: string, body?: object],
): Promise<{ status: number; code: string }> {
  const response = await fetch(`${baseUrl}/api/v1/${path}`, {
    method,
    headers: { cookie: actor.cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const { code = '' } = (await response.json().catch(() => ({}))) as { code?: string };
  return { status: response.status, code };
}
