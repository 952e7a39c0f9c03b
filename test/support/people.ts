import { answer, createApiClient } from '#libs/api-client';
import type { Schemas } from '#libs/api-client';
import type { Actor, Stage } from './stage.js';

type Role = Schemas['RoleBody']['role'];
export const PASSWORD = 'a long sentence is a good password';

/** Those who register, and those who confirm and hand out codes. */
export interface Offices {
  proposes: Actor;
  confirms: Actor;
}

/** Two administrators, as every district begins with. */
export const administrators = async (stage: Stage): Promise<Offices> => ({
  proposes: await stage.actor('administrator', 'D'),
  confirms: await stage.actor('administrator', 'D'),
});

/** Confirms everything that awaits a second person for somebody; tells how much that was. */
export async function confirmAll(by: Actor, personId: string): Promise<number> {
  const { items } = await answer(by.api.GET('/api/v1/people/appointments', { params: { query: { limit: 100 } } }));
  const pending = items.filter((appointment) => appointment.personId === personId);
  for (const { id: grantId } of pending)
    await answer(by.api.POST('/api/v1/people/roles/{grantId}/confirmation', { params: { path: { grantId } } }));
  return pending.length;
}

/** Somebody registered through the api, confirmed where that is needed, who chose a password with a code. */
export async function register(
  stage: Stage,
  { proposes, confirms }: Offices,
  { role, unit, phone, name = '陈志愿' }: { role: Role; unit: string; phone: string; name?: string },
): Promise<{ id: string; phone: string }> {
  const body = { name, phone, roles: [{ role, unitId: stage.unit(unit).id }] };
  const { id } = await answer(proposes.api.POST('/api/v1/people', { body }));
  const pending = await confirmAll(confirms, id);
  const giver = pending > 0 ? confirms : proposes;
  const { code } = await answer(
    giver.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId: id } } }),
  );
  await answer(
    createApiClient(stage.urls[0]!).POST('/api/v1/passwords', { body: { phone, code, password: PASSWORD } }),
  );
  return { id, phone };
}
