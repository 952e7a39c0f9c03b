import { Body, Controller, Get, HttpCode, Post, Put, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  Public,
  Requires,
  Transactions,
  UPLOAD_BODY,
  assertReadable,
  readSheets,
  uploadedFile,
  type Actor,
  type ApiRequest,
} from '#libs/platform';
import { strengthsOf } from './strength-list.js';
import { MergeStrengthsBody, SetStrengthsBody, StrengthsAnswer, StrengthsPreviewAnswer } from './strengths.dto.js';
import { readStrengths, strengthsWorkbook } from './strengths-sheet.js';
import { Strengths } from './strengths.js';

@ApiTags('volunteers')
@Controller()
export class StrengthsController {
  constructor(
    private readonly strengths: Strengths,
    private readonly transactions: Transactions,
  ) {}

  /** What volunteers are good at and wishes ask for, with their names. */
  @Get('strengths')
  @Public()
  list(): Promise<StrengthsAnswer> {
    return this.strengths.current(this.transactions);
  }

  /** The list as a workbook that can be changed and sent back. */
  @Get('strengths.xlsx')
  @Requires('policy.read')
  @AnswersWorkbook('strengths.xlsx')
  async workbook(): Promise<StreamableFile> {
    return new StreamableFile(await strengthsWorkbook(await this.strengths.current(this.transactions)));
  }

  /** What the list would be with the rows of a workbook; nothing is kept. */
  @Post('policies/strengths/preview')
  @HttpCode(200)
  @Requires('policy.set')
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async preview(@CurrentActor() actor: Actor, @Req() request: ApiRequest): Promise<StrengthsPreviewAnswer> {
    const { name, bytes } = await uploadedFile(request);
    assertReadable(bytes, name);
    const before = await this.strengths.current(this.transactions);
    const branches = readStrengths(await readSheets(bytes, name), before, actor.locale);
    const known = new Map(strengthsOf(before).map((one) => [one.code, JSON.stringify(one)]));
    const after = strengthsOf({ branches });
    const codes = (isNews: (code: string, entry: string) => boolean): string[] =>
      after.filter((one) => isNews(one.code, JSON.stringify(one))).map(({ code }) => code);
    return {
      branches,
      added: codes((code) => !known.has(code)),
      changed: codes((code, entry) => known.has(code) && known.get(code) !== entry),
    };
  }

  /** Puts a new list in force. */
  @Put('policies/strengths')
  @Requires('policy.set')
  @Idempotent()
  set(@CurrentActor() actor: Actor, @Body() body: SetStrengthsBody): Promise<StrengthsAnswer> {
    return this.strengths.set(actor, body);
  }

  /** Makes one strength of two; profiles and wishes follow. */
  @Post('policies/strengths/merge')
  @HttpCode(200)
  @Requires('policy.set')
  @Idempotent()
  merge(@CurrentActor() actor: Actor, @Body() body: MergeStrengthsBody): Promise<StrengthsAnswer> {
    return this.strengths.merge(actor, body);
  }
}
