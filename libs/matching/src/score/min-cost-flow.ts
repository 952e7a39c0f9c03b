/** Which volunteers may do which wishes, and what each pair is worth, in whole points. Wishes and volunteers are numbered
 *  from 0. */
export interface AssignmentProblem {
  /** How many helpers each wish still needs. */
  places: ArrayLike<number>;
  /** How many wishes each volunteer can still take on. */
  capacities: ArrayLike<number>;
  /** Allowed pairs, each at most once, in any order. */
  edges: { wish: number; volunteer: number; points: number }[];
  /** Cost of a volunteer's n-th wish (from 1). It must not fall with n, so that the load is shared. */
  loadCost: (n: number) => number;
}

export interface Assignment {
  /** The chosen volunteers of each wish. */
  volunteersOf: number[][];
  /** Points of all chosen pairs minus their load costs. */
  points: number;
}

/** Reports progress. When it answers `stop`, the solver returns undefined. */
export type Progress = (done: number, total: number) => 'go on' | 'stop';

const TOLD_EVERY = 256;

/** Finds an optimal assignment: no other assignment has more points. Fills places one after the other, each along the
 *  shortest augmenting path (Dijkstra over reduced costs, ended early). After each step the result is optimal for the places
 *  so far. A place stays empty when filling it would cost more points than it gains. Exact in whole numbers and
 *  deterministic. Pure. */
export function assign(problem: AssignmentProblem, progress: Progress = () => 'go on'): Assignment | undefined {
  const graph = new Residual(problem);
  const { places } = problem;
  for (let wish = 0; wish < places.length; wish += 1) {
    if (wish % TOLD_EVERY === 0 && progress(wish, places.length) === 'stop') return undefined;
    for (let place = 0; place < places[wish]!; place += 1) if (!graph.fill(wish)) break;
  }
  progress(places.length, places.length);
  return graph.assignment();
}

/** The current flow and the prices (dual values) that prove it optimal: no residual arc has a negative reduced cost. Nodes
 *  are numbered volunteers first, then wishes. */
class Residual {
  private readonly volunteers: number;
  private readonly wishes: number;
  /** The edges of wish w lie at edgeStart[w] … edgeStart[w + 1]. */
  private readonly edgeStart: Int32Array;
  private readonly edgeVolunteer: Int32Array;
  private readonly edgeWish: Int32Array;
  private readonly edgePoints: Float64Array;
  private readonly isUsed: Uint8Array;
  /** The used edges of volunteer v lie at slotStart[v] … slotStart[v] + load[v]. */
  private readonly slotStart: Int32Array;
  private readonly slots: Int32Array;
  private readonly load: Int32Array;
  private readonly price: Float64Array;
  private readonly loadCost: Float64Array;

  /** Number of the search that last set a node's `distance` and `cameBy`; values of earlier searches are stale. */
  private readonly seen: Int32Array;
  private readonly distance: Float64Array;
  /** The edge by which the path reaches a node: an unused edge into a volunteer, a used edge into a wish. */
  private readonly cameBy: Int32Array;
  private search = 0;
  private readonly settled: number[] = [];
  private readonly heap = new Heap();

  constructor({ places, capacities, edges, loadCost }: AssignmentProblem) {
    this.volunteers = capacities.length;
    this.wishes = places.length;
    const nodes = this.volunteers + this.wishes;
    this.edgeStart = new Int32Array(this.wishes + 1);
    for (const { wish } of edges) this.edgeStart[wish + 1]! += 1;
    for (let wish = 0; wish < this.wishes; wish += 1) this.edgeStart[wish + 1]! += this.edgeStart[wish]!;
    const next = this.edgeStart.slice();
    this.edgeVolunteer = new Int32Array(edges.length);
    this.edgeWish = new Int32Array(edges.length);
    this.edgePoints = new Float64Array(edges.length);
    for (const { wish, volunteer, points } of edges) {
      const at = next[wish]!;
      next[wish]! += 1;
      this.edgeVolunteer[at] = volunteer;
      this.edgeWish[at] = wish;
      this.edgePoints[at] = points;
    }
    this.isUsed = new Uint8Array(edges.length);
    this.slotStart = new Int32Array(this.volunteers + 1);
    let most = 0;
    for (let volunteer = 0; volunteer < this.volunteers; volunteer += 1) {
      this.slotStart[volunteer + 1] = this.slotStart[volunteer]! + capacities[volunteer]!;
      most = Math.max(most, capacities[volunteer]!);
    }
    this.slots = new Int32Array(this.slotStart[this.volunteers]!);
    this.load = new Int32Array(this.volunteers);
    this.loadCost = Float64Array.from({ length: most + 1 }, (_, n) => loadCost(n));
    this.price = new Float64Array(nodes);
    this.seen = new Int32Array(nodes);
    this.distance = new Float64Array(nodes);
    this.cameBy = new Int32Array(nodes);
    for (let wish = 0; wish < this.wishes; wish += 1) this.price[this.volunteers + wish] = this.firstPrice(wish);
  }

  /** The lowest price of a wish without helpers at which none of its edges has a negative reduced cost. */
  private firstPrice(wish: number): number {
    let price = 0;
    for (let edge = this.edgeStart[wish]!; edge < this.edgeStart[wish + 1]!; edge += 1)
      price = Math.max(price, this.edgePoints[edge]!);
    return price;
  }

  /** Finds the best way to add one helper to a wish; other volunteers may change wishes. Returns whether a helper was added.
   *  If not, further places of this wish are not worth filling either. */
  fill(wish: number): boolean {
    this.search += 1;
    this.settled.length = 0;
    this.heap.clear();
    const source = this.volunteers + wish;
    this.reach(source, 0, -1);
    let end = -1;
    let least = Number.POSITIVE_INFINITY;
    for (;;) {
      const node = this.heap.pop();
      if (node < 0) break;
      const distance = this.heap.key;
      if (distance >= least) break;
      if (distance > this.distance[node]!) continue; // stale entry: a shorter path was found meanwhile
      this.settled.push(node);
      const toEnd = distance + this.priceOfEnding(node);
      if (toEnd < least) {
        least = toEnd;
        end = node;
      }
      if (node < this.volunteers) this.leaveVolunteer(node, distance);
      else this.leaveWish(node, distance);
    }
    for (const node of this.settled) this.price[node]! += Math.min(0, this.distance[node]! - least);
    if (end === source) return false;
    this.augment(end, source);
    return true;
  }

  /** Reduced cost of ending the path here: a volunteer takes on one more wish, or a wish gives up a helper. */
  private priceOfEnding(node: number): number {
    if (node >= this.volunteers) return this.price[node]!;
    const isFull = this.load[node] === this.slotStart[node + 1]! - this.slotStart[node]!;
    return isFull ? Number.POSITIVE_INFINITY : this.loadCost[this.load[node]! + 1]! + this.price[node]!;
  }

  private leaveWish(node: number, distance: number): void {
    const wish = node - this.volunteers;
    const base = distance + this.price[node]!;
    for (let edge = this.edgeStart[wish]!; edge < this.edgeStart[wish + 1]!; edge += 1) {
      if (this.isUsed[edge]) continue;
      const volunteer = this.edgeVolunteer[edge]!;
      this.reach(volunteer, base - this.edgePoints[edge]! - this.price[volunteer]!, edge);
    }
  }

  private leaveVolunteer(node: number, distance: number): void {
    const base = distance + this.price[node]!;
    const start = this.slotStart[node]!;
    for (let slot = start; slot < start + this.load[node]!; slot += 1) {
      const edge = this.slots[slot]!;
      const wishNode = this.volunteers + this.edgeWish[edge]!;
      this.reach(wishNode, base + this.edgePoints[edge]! - this.price[wishNode]!, edge);
    }
  }

  private reach(node: number, distance: number, by: number): void {
    if (this.seen[node] === this.search && distance >= this.distance[node]!) return;
    this.seen[node] = this.search;
    this.distance[node] = distance;
    this.cameBy[node] = by;
    this.heap.push(distance, node);
  }

  /** Applies the path from its end back to the source: unused edges become used, used edges become unused. */
  private augment(end: number, source: number): void {
    let node = end;
    while (node !== source) {
      const edge = this.cameBy[node]!;
      if (node < this.volunteers) {
        this.take(node, edge);
        node = this.volunteers + this.edgeWish[edge]!;
      } else {
        node = this.edgeVolunteer[edge]!;
        this.give(node, edge);
      }
    }
  }

  private take(volunteer: number, edge: number): void {
    this.isUsed[edge] = 1;
    this.slots[this.slotStart[volunteer]! + this.load[volunteer]!] = edge;
    this.load[volunteer]! += 1;
  }

  private give(volunteer: number, edge: number): void {
    this.isUsed[edge] = 0;
    const last = this.slotStart[volunteer]! + this.load[volunteer]! - 1;
    for (let slot = this.slotStart[volunteer]!; slot <= last; slot += 1) {
      if (this.slots[slot] !== edge) continue;
      this.slots[slot] = this.slots[last]!;
      break;
    }
    this.load[volunteer]! -= 1;
  }

  assignment(): Assignment {
    const volunteersOf = Array.from({ length: this.wishes }, (): number[] => []);
    let points = 0;
    for (let edge = 0; edge < this.isUsed.length; edge += 1) {
      if (!this.isUsed[edge]) continue;
      volunteersOf[this.edgeWish[edge]!]!.push(this.edgeVolunteer[edge]!);
      points += this.edgePoints[edge]!;
    }
    for (let volunteer = 0; volunteer < this.volunteers; volunteer += 1)
      for (let n = 1; n <= this.load[volunteer]!; n += 1) points -= this.loadCost[n]!;
    return { volunteersOf, points };
  }
}

/** Binary min-heap of numbers by key. Equal keys are ordered by number, so that a search is deterministic. */
class Heap {
  private keys: number[] = [];
  private values: number[] = [];
  /** Key of the number that was popped last. */
  key = 0;

  clear(): void {
    this.keys.length = 0;
    this.values.length = 0;
  }

  private isBefore(a: number, b: number): boolean {
    return this.keys[a]! < this.keys[b]! || (this.keys[a] === this.keys[b] && this.values[a]! < this.values[b]!);
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b]!, this.keys[a]!];
    [this.values[a], this.values[b]] = [this.values[b]!, this.values[a]!];
  }

  push(key: number, value: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Removes and returns the number with the lowest key; -1 when the heap is empty. */
  pop(): number {
    const size = this.keys.length - 1;
    if (size < 0) return -1;
    this.key = this.keys[0]!;
    const value = this.values[0]!;
    this.swap(0, size);
    this.keys.length = size;
    this.values.length = size;
    for (let at = 0; ;) {
      const left = at * 2 + 1;
      if (left >= size) return value;
      const child = left + 1 < size && this.isBefore(left + 1, left) ? left + 1 : left;
      if (!this.isBefore(child, at)) return value;
      this.swap(child, at);
      at = child;
    }
  }
}
