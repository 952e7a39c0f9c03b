import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  PageQuery,
  Public,
  Transactions,
  FieldEncryption,
  tagPublicAnswer,
  type ApiReply,
  type ApiRequest,
} from '#libs/platform';
import {
  BookHeadsPage,
  BookKeysResponse,
  BookLinesPage,
  BookProofResponse,
  FUND_BOOK,
  FundBookQueries,
  VERIFIER_FILE,
} from '#libs/funds';
import { RateLimit, Units } from '#libs/identity';
import { BookEntryParam, BookUnitParam, FiguresQuery } from '../disclosure.dto.js';
import { PreparedFiles } from '../export/prepared-files.js';

/** The number of files that one address may fetch in ten minutes. A version that the caller already has does not count. */
const MOST_FILES = 60;
const WITHIN_MINUTES = 10;

/** The fund book, for everyone who wants to verify it: entries, a signed head for every day, proofs, and the program that
 *  checks them. */
@ApiTags('public')
@Controller('public/fund-book')
export class PublicBookController {
  constructor(
    private readonly books: FundBookQueries,
    private readonly units: Units,
    private readonly transactions: Transactions,
    private readonly files: PreparedFiles,
    private readonly attempts: RateLimit,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Signed daily heads, newest first. */
  @Get('heads')
  @Public()
  heads(@Query() query: PageQuery): Promise<BookHeadsPage> {
    return this.books.heads(query);
  }

  /** The public keys with which heads are signed: the current key first, then the earlier ones. */
  @Get('keys')
  @Public()
  async keys(): Promise<BookKeysResponse> {
    const keys = await this.encryption.publicKeys(this.transactions, FUND_BOOK);
    return {
      keys: keys.map(({ id, key, createdAt }) => {
        const der = key.export({ format: 'der', type: 'spki' });
        const fingerprint = createHash('sha256').update(der).digest('hex');
        return { no: id, fingerprint, key: der.toString('base64'), since: createdAt };
      }),
    };
  }

  /** All heads from the first one on, as JSON Lines. */
  @Get('heads.jsonl')
  @Public()
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="heads.jsonl"')
  async headsFile(
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<StreamableFile | undefined> {
    const version = await this.books.headsVersion();
    return this.send({ request, reply }, { name: 'heads', version, lines: () => this.books.headLines() });
  }

  /** The whole book of a unit (by default: of the district), as JSON Lines. */
  @Get('book.jsonl')
  @Public()
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="book.jsonl"')
  async bookFile(
    @Query() { unitId }: FiguresQuery,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<StreamableFile | undefined> {
    const unit = unitId ? await this.units.get(this.transactions, unitId) : await this.units.root(this.transactions);
    const books = unit ? await this.books.books(unit.path) : [];
    const version = books.map(({ unitId: id, entries, hash }) => `${id} ${entries} ${hash.toString('hex')}`).join();
    return this.send({ request, reply }, { name: unit?.path ?? '', version, lines: () => this.books.lines(books) });
  }

  /** Sends a file unless the caller already has this version; that check reads a few rows and no file. Throws
   *  TOO_MANY_REQUESTS for an address that fetches too many files. */
  private async send(
    { request, reply }: { request: ApiRequest; reply: ApiReply },
    { name, version, lines }: { name: string; version: string; lines: () => AsyncIterable<string> },
  ): Promise<StreamableFile | undefined> {
    if (tagPublicAnswer(request, reply, `${name} ${version}`)) return undefined;
    await this.attempts.count(WITHIN_MINUTES, { key: ['fund-book-file', request.ip], most: MOST_FILES });
    return new StreamableFile(await this.files.open(name, version, lines));
  }

  /** The program that checks a book against its heads: a single file, to be read before it is run. */
  @Get('verify-fund-book.mjs')
  @Public()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="verify-fund-book.mjs"')
  async verifier(): Promise<StreamableFile> {
    return new StreamableFile(await readFile(VERIFIER_FILE));
  }

  /** The proof that an entry is part of its community's book, and that a signature covers the book. */
  @Get('entries/:entryId/proof')
  @Public()
  proof(@Param() { entryId }: BookEntryParam): Promise<BookProofResponse> {
    return this.books.proof(entryId);
  }

  /** A community's book, newest entry first. */
  @Get('units/:unitId/entries')
  @Public()
  entries(@Param() { unitId }: BookUnitParam, @Query() query: PageQuery): Promise<BookLinesPage> {
    return this.books.page(unitId, query);
  }
}
