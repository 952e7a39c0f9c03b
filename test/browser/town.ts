import { answer } from '#libs/api-client';
import { playMorning } from '../../apps/cli/src/demo/seed-open-work.js';
import type { Actor, Stage } from '../support/stage.js';

/** One person for each role, and an ordinary morning's wishes at every stage. */
export interface Town {
  url: string;
  volunteer: Actor;
  secondVolunteer: Actor;
  worker: Actor;
  secretary: Actor;
  director: Actor;
  leader: Actor;
  committee: Actor;
  clerk: Actor;
  resident: Actor;
  townOfficer: Actor;
  districtOfficer: Actor;
  auditor: Actor;
  administrator: Actor;
}

const YEAR = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

export async function openTown(stage: Stage): Promise<Town> {
  const url = await stage.startApi();
  await stage.startWorker();
  const town = {
    url,
    volunteer: await stage.actor('volunteer', 'A'),
    secondVolunteer: await stage.actor('volunteer', 'A'),
    worker: await stage.actor('grid_worker', 'A1'),
    secretary: await stage.actor('community_secretary', 'A1'),
    director: await stage.actor('community_director', 'A1'),
    leader: await stage.actor('grid_leader', 'A1'),
    committee: await stage.actor('supervision_committee', 'A1'),
    clerk: await stage.actor('finance_clerk', 'A'),
    resident: await stage.actor('resident', 'A1'),
    townOfficer: await stage.actor('town_officer', 'A'),
    districtOfficer: await stage.actor('district_officer', 'D'),
    auditor: await stage.actor('auditor', 'D'),
    administrator: await stage.actor('administrator', 'D'),
  };
  const unitId = stage.unit('D').id;
  await answer(
    town.districtOfficer.api.POST('/api/v1/fund-allotments', { body: { unitId, year: YEAR, amountFen: 50_000_000 } }),
  );
  return town;
}

export async function morning(stage: Stage, town: Town): Promise<void> {
  const unitId = stage.unit('A1').id;
  const helpers = await Promise.all([
    town.volunteer,
    ...(await Promise.all([1, 2, 3, 4].map(() => stage.actor('volunteer', 'A')))),
  ]);
  await playMorning({
    worker: { api: town.worker.api, unitId },
    secretary: { api: town.secretary.api, unitId },
    resident: { api: town.resident.api, unitId },
    clerk: { api: town.clerk.api, unitId },
    leader: { api: town.leader.api, unitId },
    director: { api: town.director.api, unitId },
    volunteers: helpers.map(({ api }) => ({ api, unitId })),
  });
}
