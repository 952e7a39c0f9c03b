import { Injectable } from '@nestjs/common';
import { Events, Forbidden, type Actor, type Problem, type Reader, type Tx } from '#libs/platform';
import { Access, Independence } from '#libs/identity';
import {
  DataRequestNotIndependent,
  DataRequestNotFound,
  DataRequestState,
  OpenerWithdraws,
  OtherPersonNeeded,
} from '../wish/wish.errors.js';
import { REQUEST_STATUS_WORDS, REQUEST_STEPS, type RequestStatus, type RequestStep } from './data-request-codes.js';
import { ruleOf, type RequestFacts } from './data-request-steps.js';
import type { DataRequestEvent } from '../wishes.events.js';
import { DATA_REQUEST_READ } from '../wishes.permissions.js';

export interface DataRequest extends RequestFacts {
  id: string;
  wishId: string;
  beneficiaryId: string;
  unitId: string;
  unitPath: string;
}

/** Loads requests about personal data and executes their steps. */
@Injectable()
export class DataRequestStore {
  constructor(
    private readonly access: Access,
    private readonly independence: Independence,
    private readonly events: Events,
  ) {}

  /** Loads the request if the actor may take this step, and locks it until the transaction ends. Throws
   *  DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE, OTHER_PERSON_NEEDED, DATA_REQUEST_NOT_INDEPENDENT, OPENER_WITHDRAWS. */
  async loadFor(step: RequestStep, tx: Tx, actor: Actor, requestId: string): Promise<DataRequest> {
    const request = await this.find(tx, requestId);
    if (!request) throw DataRequestNotFound();
    this.access.require(actor, DATA_REQUEST_READ, request.unitPath, DataRequestNotFound);
    const refusal = await this.refusalOf(step, { reader: tx, actor, request, now: await tx.now() });
    if (refusal) throw refusal;
    return request;
  }

  /** The steps that `loadFor` allows the actor. */
  async allowedSteps(
    reader: Reader,
    actor: Actor,
    request: RequestFacts & { unitPath: string },
    now: Date,
  ): Promise<RequestStep[]> {
    const allowed: RequestStep[] = [];
    for (const step of REQUEST_STEPS)
      if (!(await this.refusalOf(step, { reader, actor, request, now }))) allowed.push(step);
    return allowed;
  }

  private async refusalOf(
    step: RequestStep,
    at: { reader: Reader; actor: Actor; request: RequestFacts & { unitPath: string }; now: Date },
  ): Promise<Problem | undefined> {
    const { reader, actor, request, now } = at;
    const rule = ruleOf(step, request, now);
    if (!rule) return DataRequestState({ state: REQUEST_STATUS_WORDS[request.status] });
    const { permission, onlyBy, notBy, isIndependent } = rule;
    if (!this.access.may(actor, permission, request.unitPath)) return Forbidden({ permission });
    if (onlyBy && request[onlyBy] !== actor.personId) return OpenerWithdraws();
    if (!notBy) return undefined;
    const before = request[notBy]!;
    if (before === actor.personId) return OtherPersonNeeded();
    const areTwo = !isIndependent || (await this.independence.areTwo(reader, [before, actor.personId]));
    return areTwo ? undefined : DataRequestNotIndependent();
  }

  /** Locks the request until the transaction ends, without permission checks; for jobs, which have no actor. */
  find(tx: Tx, requestId: string): Promise<DataRequest | undefined> {
    return tx.row<DataRequest>(
      `SELECT id, wish_id, beneficiary_id, unit_id, unit_path, kind, status, opened_by, decided_by, ended_at FROM data_request
       WHERE id = ? FOR UPDATE`,
      [requestId],
    );
  }

  /** Only `accepted` leaves the request unfinished. Throws DATA_REQUEST_STATE if another transaction moved it first. */
  async moveTo(
    tx: Tx,
    request: DataRequest,
    to: Exclude<RequestStatus, 'open'>,
    by: { actorId: string | null; reason?: string },
  ): Promise<void> {
    const moved = await tx.execute(
      `UPDATE data_request SET status = ?, decided_by = COALESCE(decided_by, ?), decided_at = COALESCE(decided_at, IF(? IS NULL, NULL, UTC_TIMESTAMP(3))),
         ended_at = IF(? = 'accepted', NULL, UTC_TIMESTAMP(3)), reason = COALESCE(?, reason) WHERE id = ? AND status = ?`,
      [to, by.actorId, by.actorId, to, by.reason ?? null, request.id, request.status],
    );
    if (moved === 0) throw DataRequestState({ state: REQUEST_STATUS_WORDS[request.status] });
  }

  /** Records the event on the timeline of the wish, for staff. */
  async record(
    tx: Tx,
    request: Pick<DataRequest, 'id' | 'wishId' | 'unitId' | 'kind'>,
    event: DataRequestEvent,
    actorId: string | null,
  ): Promise<void> {
    const { unitId, wishId: subjectId, id: requestId, kind } = request;
    await this.events.record(tx, event({ unitId, subjectId, actorId, data: { requestId, kind } }));
  }
}
