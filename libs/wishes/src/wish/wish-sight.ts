import { Injectable } from '@nestjs/common';
import type { Actor, Reader, Tx } from '#libs/platform';
import { Access } from '#libs/identity';
import { VisibilityRadius, type VisibilityArea } from '#libs/volunteers';
import { OwnWishes } from '../resident/own-wishes.js';
import { WishNotFound } from './wish.errors.js';
import { PUBLISHED_STATUSES, type WishStatus } from './wish.lifecycle.js';
import { WISH_CLAIM, WISH_FEED, WISH_READ } from '../wishes.permissions.js';

/** How much of a wish a reader may see. Insiders are staff of its units and the resident it is for. */
export interface Sight {
  isStaff: boolean;
  isInsider: boolean;
  /** The reader sees the wish only because it has become visible outside its units. */
  isShown?: boolean;
}
/** The facts that decide who sees a wish. */
export interface SightFacts {
  id: string;
  unitPath: string;
  beneficiaryId: string;
  status: WishStatus;
  openedAt: Date | null;
  shownTo: VisibilityArea | null;
}

type ReachFacts = Pick<SightFacts, 'unitPath' | 'openedAt' | 'shownTo'>;

/** The single place that decides who may see a wish. */
@Injectable()
export class WishSight {
  constructor(
    private readonly access: Access,
    private readonly ownWishes: OwnWishes,
    private readonly visibility: VisibilityRadius,
  ) {}

  /** Allows staff of its units and the resident it is for. Once it is published, also volunteers of its units and all who
   *  have claimed it; while it is open, also volunteers within its current visibility radius. Throws WISH_NOT_FOUND. */
  async of(reader: Reader, actor: Actor, wish: SightFacts): Promise<Sight> {
    const isStaff = this.access.may(actor, WISH_READ, wish.unitPath);
    if (isStaff) return { isStaff, isInsider: true };
    if (await this.ownWishes.has(reader, actor.personId, wish.id)) return { isStaff, isInsider: true };
    const isPublished = PUBLISHED_STATUSES.includes(wish.status);
    if (isPublished && this.access.may(actor, WISH_FEED, wish.unitPath)) return { isStaff, isInsider: false };
    const claim = await reader.row('SELECT 1 FROM claim WHERE wish_id = ? AND volunteer_id = ? LIMIT 1', [
      wish.id,
      actor.personId,
    ]);
    if (isPublished && claim) return { isStaff, isInsider: false };
    const isShown = wish.status === 'open' && (await this.visibility.reach(reader, actor, wish, new Date()));
    if (isShown) return { isStaff, isInsider: false, isShown };
    throw WishNotFound();
  }

  /** Whether an open wish is among those that the actor may claim: it is in the actor's units, or has become visible
   *  there. */
  async isInReach(reader: Reader, actor: Actor, wish: ReachFacts, now: Date): Promise<boolean> {
    return this.access.may(actor, WISH_CLAIM, wish.unitPath) || this.visibility.reach(reader, actor, wish, now);
  }

  /** Throws WISH_NOT_FOUND or FORBIDDEN for a wish out of the actor's reach. */
  async requireReach(tx: Tx, actor: Actor, wish: ReachFacts): Promise<void> {
    if (!(await this.isInReach(tx, actor, wish, await tx.now())))
      this.access.require(actor, WISH_CLAIM, wish.unitPath, WishNotFound);
  }
}
