import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../actor.js';
import { Transactions, type Reader, type Tx } from '../database/transactions.js';
import { newId } from '../ids.js';
import { HandlesJob, HandlesLongJob } from '../jobs/handlers.js';
import { Jobs, defineJob, type DueJob } from '../jobs/jobs.js';
import { ErasesAccount } from '../personal-data/retention/account-erasure.js';
import { FieldEncryption } from '../personal-data/field-encryption.js';
import { TooManyRequests, isRefusal } from '../problems.js';
import { FileStorage } from './file-storage.js';
import { File } from './file.entity.js';
import { FileKind, FileNotFound, FileTaken, FileTooLarge } from './file.errors.js';
import type { FileResponse } from './files.dto.js';
import { isPdf, isPhoto, prepareImage, preparePdf } from './images.js';
import type { FileMedia, FilePurpose, FileVariant } from './file-codes.js';

export const PREPARE_FILE = defineJob('file.prepare', 'interactive');
export const FORGET_FILE = defineJob('file.forget', 'bulk');
/** Removes the bytes of a file after its row was deleted. */
export const DISCARD_FILE = defineJob('file.discard', 'bulk');

/** Papers may also be PDFs; pictures of people and their homes must be photos. */
const PAPERS: ReadonlySet<FilePurpose> = new Set(['quote', 'minutes', 'contract', 'received', 'invoice']);

type FileRow = Omit<FileResponse, 'url' | 'thumbnailUrl'>;

const MAX_BYTES = 10 * 1024 * 1024;
const UNUSED_HOURS = 24;
const MOST_PER_HOUR = 300;
/** A link lives for one to two of these: long enough for the browser's cache, and it expires within five minutes. */
const LINK_STEP_MS = 150_000;
/** The purpose for which link tokens are signed. */
const FILE_LINK = 'file-link';
const COLUMNS = 'id, purpose, media, status, width, height';

/** Photos and papers: stored as received, rewritten by a job, shown through links that expire within five minutes. A file
 *  that is attached to nothing is deleted after a day. */
@Injectable()
export class Files {
  constructor(
    private readonly transactions: Transactions,
    private readonly storage: FileStorage,
    private readonly encryption: FieldEncryption,
    private readonly jobs: Jobs,
  ) {}

  /** Throws FILE_KIND, FILE_TOO_LARGE, TOO_MANY_REQUESTS above 300 an hour. The row is inserted first, so that an upload
   *  that fails half-way is deleted as well. */
  async receive(actor: Actor, input: { purpose: FilePurpose; bytes: Buffer }): Promise<{ id: string; status: string }> {
    if (input.bytes.length > MAX_BYTES) throw FileTooLarge();
    const media = mediaOf(input.bytes);
    if (!media || (media === 'pdf' && !PAPERS.has(input.purpose))) throw FileKind();
    const id = newId();
    await this.transactions.run(async (tx) => {
      const now = await tx.now();
      const sent = await tx.row<{ n: number }>(
        'SELECT COUNT(*) AS n FROM file WHERE created_by = ? AND created_at > ? - INTERVAL 1 HOUR',
        [actor.personId, now],
      );
      if (Number(sent?.n ?? 0) >= MOST_PER_HOUR) throw TooManyRequests({ retryAfterSeconds: 3_600 });
      await tx.insert(File, {
        id,
        purpose: input.purpose,
        media,
        hash: createHash('sha256').update(input.bytes).digest(),
        status: 'receiving',
        createdBy: actor.personId,
        createdAt: now,
      });
      const dueAt = new Date(now.getTime() + UNUSED_HOURS * 3_600_000);
      await this.jobs.schedule(tx, { kind: FORGET_FILE, subjectId: id, dueAt });
    });
    await this.storage.put(`incoming/${id}`, input.bytes);
    return this.transactions.command(actor, async (tx) => {
      await tx.execute(`UPDATE file SET status = 'received' WHERE id = ? AND status = 'receiving'`, [id]);
      await this.jobs.schedule(tx, { kind: PREPARE_FILE, subjectId: id, dueAt: await tx.now() });
      return { id, status: 'received' };
    });
  }

  /** The job that rewrites the file. It may start over at any time. */
  @HandlesLongJob(PREPARE_FILE)
  async prepare({ subjectId: id }: DueJob): Promise<void> {
    const row = await this.transactions.row<{ media: FileMedia }>(
      `SELECT media FROM file WHERE id = ? AND status = 'received'`,
      [id],
    );
    if (!row) return;
    try {
      const original = await this.storage.get(`incoming/${id}`);
      await (row.media === 'pdf' ? this.prepareAsPdf(id, original) : this.prepareAsPhoto(id, original));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.settle(id, `status = 'refused'`, []);
    }
    await this.storage.remove(`incoming/${id}`);
    await this.removeIfGone(id);
  }

  /** Removes the rewritten files when the row was deleted meanwhile. */
  private async removeIfGone(id: string): Promise<void> {
    const row = await this.transactions.row('SELECT 1 FROM file WHERE id = ?', [id]);
    if (!row) await this.storage.remove(...keysOf(id));
  }

  private async prepareAsPhoto(id: string, original: Buffer): Promise<void> {
    const { full, thumb, width, height } = await prepareImage(original);
    await this.storage.put(`full/${id}`, full);
    await this.storage.put(`thumb/${id}`, thumb);
    await this.settle(id, `status = 'ready', width = ?, height = ?`, [width, height]);
  }

  private async prepareAsPdf(id: string, original: Buffer): Promise<void> {
    await this.storage.put(`full/${id}`, await preparePdf(original));
    await this.settle(id, `status = 'ready'`, []);
  }

  /** The job that deletes a file that was attached to nothing within a day. */
  @HandlesJob(FORGET_FILE)
  async forget(tx: Tx, { subjectId: id }: DueJob): Promise<void> {
    const gone = await tx.execute('DELETE FROM file WHERE id = ? AND subject_id IS NULL', [id]);
    if (gone > 0) await this.removeBytes(tx, [id]);
  }

  /** The job that removes the bytes of a file without a row. If the process dies, the job starts over. */
  @HandlesLongJob(DISCARD_FILE)
  async discardBytes({ subjectId: id }: DueJob): Promise<void> {
    await this.storage.remove(...keysOf(id));
  }

  /** Deletes the files of some subjects, with these purposes. A job removes the bytes, so that none are left if the process
   *  dies in between. Returns how many files were deleted. */
  async discard(tx: Tx, subjectIds: readonly string[], purposes: readonly FilePurpose[]): Promise<number> {
    if (subjectIds.length === 0) return 0;
    const files = await tx.rows<{ id: string }>(
      'SELECT id FROM file WHERE subject_id IN (?) AND purpose IN (?) FOR UPDATE',
      [subjectIds, purposes],
    );
    return this.discardOnly(tx, files);
  }

  /** Deletes the files that a person has uploaded and attached to nothing. */
  @ErasesAccount()
  async discardUnattached(tx: Tx, personId: string): Promise<number> {
    const files = await tx.rows<{ id: string }>(
      'SELECT id FROM file WHERE created_by = ? AND subject_id IS NULL FOR UPDATE',
      [personId],
    );
    return this.discardOnly(tx, files);
  }

  /** Deletes these files; the caller has chosen and locked them. Returns how many. */
  async discardOnly(tx: Tx, files: readonly { id: string }[]): Promise<number> {
    if (files.length === 0) return 0;
    const ids = files.map(({ id }) => id);
    await tx.execute('DELETE FROM file WHERE id IN (?)', [ids]);
    await this.removeBytes(tx, ids);
    return ids.length;
  }

  private async removeBytes(tx: Tx, ids: string[]): Promise<void> {
    const dueAt = await tx.now();
    await this.jobs.schedule(tx, ...ids.map((subjectId) => ({ kind: DISCARD_FILE, subjectId, dueAt })));
  }

  /** Attaches the actor's files to a subject; files that are already attached to it stay. Throws FILE_TAKEN. */
  async attach(tx: Tx, actor: Actor, to: { subjectId: string; purpose: FilePurpose; ids: string[] }): Promise<void> {
    const ids = [...new Set(to.ids)];
    if (ids.length === 0) return;
    const attached = await tx.execute(
      `UPDATE file SET subject_id = ? WHERE id IN (?) AND created_by = ? AND purpose = ? AND (subject_id IS NULL OR subject_id = ?) AND status <> 'refused'`,
      [to.subjectId, ids, actor.personId, to.purpose, to.subjectId],
    );
    if (attached !== ids.length) throw FileTaken();
    await this.jobs.cancel(tx, ids, [FORGET_FILE]);
  }

  /** The files of a subject, with links. The caller has checked that the reader may see them. */
  async of(reader: Reader, subjectId: string): Promise<FileResponse[]> {
    const rows = await reader.rows<FileRow>(
      `SELECT ${COLUMNS} FROM file WHERE subject_id = ? AND status <> 'receiving' ORDER BY id LIMIT 40`,
      [subjectId],
    );
    return Promise.all(rows.map((row) => this.show(row)));
  }

  /** The actor's own upload. Throws FILE_NOT_FOUND. */
  async own(actor: Actor, id: string): Promise<FileResponse> {
    const row = await this.transactions.row<FileRow>(
      `SELECT ${COLUMNS} FROM file WHERE id = ? AND created_by = ? AND status <> 'receiving'`,
      [id, actor.personId],
    );
    if (!row) throw FileNotFound();
    return this.show(row);
  }

  /** The bytes behind a link, and when the link expires. Throws FILE_NOT_FOUND when the token is invalid or expired. */
  async open(
    id: string,
    variant: FileVariant,
    token: string,
  ): Promise<{ media: FileMedia; bytes: Buffer; until: Date }> {
    const until = await this.encryption.tokenEnd(FILE_LINK, `${variant}/${id}`, token);
    if (!until) throw FileNotFound();
    const row = await this.transactions.row<{ media: FileMedia }>(
      `SELECT media FROM file WHERE id = ? AND status = 'ready'`,
      [id],
    );
    if (!row) throw FileNotFound();
    return { media: row.media, bytes: await this.storage.get(`${variant}/${id}`), until };
  }

  private async show({ id, purpose, media, status, width, height }: FileRow): Promise<FileResponse> {
    const isReady = status === 'ready';
    return {
      id,
      purpose,
      media,
      status,
      width,
      height,
      url: isReady ? await this.link(id, 'full') : null,
      thumbnailUrl: isReady && media === 'photo' ? await this.link(id, 'thumb') : null,
    };
  }

  private async link(id: string, variant: FileVariant): Promise<string> {
    const until = new Date((Math.floor(Date.now() / LINK_STEP_MS) + 2) * LINK_STEP_MS);
    const token = await this.encryption.signToken(FILE_LINK, `${variant}/${id}`, until);
    return `/api/v1/files/${id}/${variant}?token=${token}`;
  }

  private async settle(id: string, set: string, values: number[]): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute(`UPDATE file SET ${set} WHERE id = ? AND status = 'received'`, [...values, id]),
    );
  }
}

const keysOf = (id: string): string[] => [`incoming/${id}`, `full/${id}`, `thumb/${id}`];

const mediaOf = (bytes: Buffer): FileMedia | undefined => (isPhoto(bytes) ? 'photo' : isPdf(bytes) ? 'pdf' : undefined);

/** Other subjects with a file of the same content as one of this subject's files; at most 10. */
export async function subjectsWithSameFile(reader: Reader, subjectId: string): Promise<string[]> {
  const others = await reader.rows<{ id: string }>(
    `SELECT DISTINCT o.subject_id AS id FROM file f JOIN file o ON o.hash = f.hash AND o.id <> f.id
     WHERE f.subject_id = ? AND o.subject_id IS NOT NULL AND o.subject_id <> f.subject_id LIMIT 10`,
    [subjectId],
  );
  return others.map(({ id }) => id);
}
