import { Injectable } from '@nestjs/common';
import { Events, type Actor, type Tx } from '#libs/platform';
import { Access } from '#libs/identity';
import { DataRequestNotFound, DataRequestState } from '../wish.errors.js';
import { REQUEST_STATUS_WORDS, REQUEST_STEPS, type RequestStatus, type RequestStep } from './data-request-codes.js';
import { STEP_RULES, refusalOf, type RequestFacts } from './data-request-steps.js';

export interface DataRequest extends RequestFacts {
  id: string;
  wishId: string;
  beneficiaryId: string;
  unitId: string;
  unitPath: string;
}

/** Loads requests about personal data, and takes their steps. */
@Injectable()
export class DataRequestStore {
  constructor(
    private readonly access: Access,
    private readonly events: Events,
  ) {}

  /** The request on which the actor takes this step, locked until the transaction ends. Throws DATA_REQUEST_NOT_FOUND,
   *  FORBIDDEN, DATA_REQUEST_STATE, OTHER_HAND_NEEDED. */
  async loadFor(step: RequestStep, tx: Tx, actor: Actor, requestId: string): Promise<DataRequest> {
    const request = await this.find(tx, requestId);
    if (!request) throw DataRequestNotFound();
    this.access.require(actor, STEP_RULES[step].permission, request.unitPath, DataRequestNotFound);
    const refusal = refusalOf(step, request, { personId: actor.personId, now: await tx.now() });
    if (refusal) throw refusal;
    return request;
  }

  /** What `loadFor` lets the actor do. `needsOtherHand`: the actor may answer erasures, but opened this one. */
  offersTo(
    actor: Actor,
    request: RequestFacts & { unitPath: string },
    now: Date,
  ): { allowedSteps: RequestStep[]; needsOtherHand: boolean } {
    const granted = REQUEST_STEPS.filter((step) =>
      this.access.may(actor, STEP_RULES[step].permission, request.unitPath),
    );
    const refusals = granted.map((step) => refusalOf(step, request, { personId: actor.personId, now }));
    return {
      allowedSteps: granted.filter((_, at) => !refusals[at]),
      needsOtherHand: refusals.some((refusal) => refusal?.kind.code === 'OTHER_HAND_NEEDED'),
    };
  }

  /** Locked until the transaction ends; for jobs, which act for nobody. */
  find(tx: Tx, requestId: string): Promise<DataRequest | undefined> {
    return tx.row<DataRequest>(
      `SELECT id, wish_id, beneficiary_id, unit_id, unit_path, kind, status, opened_by, ended_at FROM data_request
       WHERE id = ? FOR UPDATE`,
      [requestId],
    );
  }

  /** `accepted` alone leaves it waiting. Throws DATA_REQUEST_STATE when somebody was faster. */
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

  /** On the timeline of the wish, for staff. */
  async record(
    tx: Tx,
    request: Pick<DataRequest, 'id' | 'wishId' | 'unitId' | 'kind'>,
    name: string,
    actorId: string | null,
    data: Record<string, unknown> = {},
  ): Promise<void> {
    await this.events.record(tx, {
      name,
      unitId: request.unitId,
      subjectId: request.wishId,
      actorId,
      visibility: 'internal',
      data: { requestId: request.id, kind: request.kind, ...data },
    });
  }
}
