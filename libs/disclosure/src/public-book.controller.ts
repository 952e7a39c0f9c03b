import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQuery, Public, Transactions } from '#libs/platform';
import { BookHeadsPage, BookLinesPage, BookProofAnswer, FundBookQueries, VERIFIER_FILE } from '#libs/funds';
import { Units } from '#libs/identity';
import { BookEntryParam, BookUnitParam, FiguresQuery } from './disclosure.dto.js';

/** The fund book, for whoever wants to check it: entries, a signed head for every day, proofs, and the program that
 *  checks them. */
@ApiTags('public')
@Controller('public/fund-book')
export class PublicBookController {
  constructor(
    private readonly books: FundBookQueries,
    private readonly units: Units,
    private readonly transactions: Transactions,
  ) {}

  /** Signed heads, newest first. */
  @Get('heads')
  @Public()
  heads(@Query() query: PageQuery): Promise<BookHeadsPage> {
    return this.books.heads(query);
  }

  /** All heads from the first on, a line of JSON each. */
  @Get('heads.jsonl')
  @Public()
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="heads.jsonl"')
  headsFile(): StreamableFile {
    return new StreamableFile(Readable.from(this.books.headLines()));
  }

  /** The whole book of a unit, of the district where none is named, a line of JSON each. */
  @Get('book.jsonl')
  @Public()
  @Header('content-type', 'application/jsonl; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="book.jsonl"')
  async bookFile(@Query() { unitId }: FiguresQuery): Promise<StreamableFile> {
    const unit = unitId ? await this.units.get(this.transactions, unitId) : await this.units.root(this.transactions);
    return new StreamableFile(Readable.from(unit ? this.books.lines(unit.path) : []));
  }

  /** The program that checks a book against its heads; one file, to be read before it is run. */
  @Get('verify-fund-book.mjs')
  @Public()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="verify-fund-book.mjs"')
  async verifier(): Promise<StreamableFile> {
    return new StreamableFile(await readFile(VERIFIER_FILE));
  }

  /** The proof that an entry stands in its community's book, and the book under a signature. */
  @Get('entries/:entryId/proof')
  @Public()
  proof(@Param() { entryId }: BookEntryParam): Promise<BookProofAnswer> {
    return this.books.proof(entryId);
  }

  /** A community's book, newest entry first. */
  @Get('units/:unitId/entries')
  @Public()
  entries(@Param() { unitId }: BookUnitParam, @Query() query: PageQuery): Promise<BookLinesPage> {
    return this.books.page(unitId, query);
  }
}
