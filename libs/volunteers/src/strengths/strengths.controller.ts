import { Body, Controller, Get, HttpCode, Post, Put, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  Public,
  Requires,
  UPLOAD_BODY,
  Uploads,
  type Actor,
  type ApiRequest,
} from '#libs/platform';
import { MergeStrengthsBody, SetStrengthsBody, StrengthsAnswer, StrengthsPreviewAnswer } from './strengths.dto.js';
import { strengthsWorkbook } from './strengths-sheet.js';
import { Strengths } from './strengths.js';
import { POLICY_READ, POLICY_SET } from '#libs/identity';

@ApiTags('volunteers')
@Controller()
export class StrengthsController {
  constructor(
    private readonly strengths: Strengths,
    private readonly uploads: Uploads,
  ) {}

  /** Returns the list of skills of volunteers, with their names. */
  @Get('strengths')
  @Public()
  list(): Promise<StrengthsAnswer> {
    return this.strengths.current();
  }

  /** Downloads the list as a workbook that can be edited and uploaded again. */
  @Get('strengths.xlsx')
  @Requires(POLICY_READ)
  @AnswersWorkbook('strengths.xlsx')
  async workbook(): Promise<StreamableFile> {
    return new StreamableFile(await strengthsWorkbook(await this.strengths.current()));
  }

  /** Previews the list with the rows of a workbook; nothing is stored. */
  @Post('policies/strengths/preview')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async preview(@CurrentActor() actor: Actor, @Req() request: ApiRequest): Promise<StrengthsPreviewAnswer> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.strengths.preview(actor, { fileName: name, file: bytes });
  }

  /** Publishes a new list. */
  @Put('policies/strengths')
  @Requires(POLICY_SET)
  @Idempotent()
  set(@CurrentActor() actor: Actor, @Body() body: SetStrengthsBody): Promise<StrengthsAnswer> {
    return this.strengths.set(actor, body);
  }

  /** Merges one skill into another; profiles and wishes are updated. */
  @Post('policies/strengths/merge')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @Idempotent()
  merge(@CurrentActor() actor: Actor, @Body() body: MergeStrengthsBody): Promise<StrengthsAnswer> {
    return this.strengths.merge(actor, body);
  }
}
