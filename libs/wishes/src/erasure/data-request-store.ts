import { Injectable } from '@nestjs/common';
import { Events, type Actor, type Tx } from '#libs/platform';
import { Access, type Permission } from '#libs/identity';
import { DataRequestNotFound, DataRequestState } from '../wish.errors.js';
import type { RequestKind, RequestStatus } from './data-request-codes.js';

export interface DataRequest {
  id: string;
  wishId: string;
  beneficiaryId: string;
  unitId: string;
  unitPath: string;
  kind: RequestKind;
  status: RequestStatus;
  openedBy: string;
  endedAt: Date | null;
}

/** Loads requests about personal data, and takes their steps. */
@Injectable()
export class DataRequestStore {
  constructor(
    private readonly access: Access,
    private readonly events: Events,
  ) {}

  /** Locked until the transaction ends. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN. */
  async load(tx: Tx, actor: Actor, requestId: string, permission: Permission): Promise<DataRequest> {
    const request = await this.find(tx, requestId);
    if (!request) throw DataRequestNotFound();
    this.access.require(actor, permission, request.unitPath, DataRequestNotFound);
    return request;
  }

  /** Locked until the transaction ends; for jobs, which act for nobody. */
  find(tx: Tx, requestId: string): Promise<DataRequest | undefined> {
    return tx.row<DataRequest>(
      `SELECT id, wish_id, beneficiary_id, unit_id, unit_path, kind, status, opened_by, ended_at FROM data_request
       WHERE id = ? FOR UPDATE`,
      [requestId],
    );
  }

  /** Throws DATA_REQUEST_STATE unless it stands where `from` says, and is of this kind. */
  assert(request: DataRequest, from: readonly RequestStatus[], kind?: RequestKind): void {
    if (!from.includes(request.status) || (kind && request.kind !== kind))
      throw DataRequestState({ state: request.status });
  }

  /** Decides it. `accepted` alone leaves it waiting. Throws DATA_REQUEST_STATE when somebody was faster. */
  async decide(
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
    if (moved === 0) throw DataRequestState({ state: request.status });
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
