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
import { MergeSkillsBody, SetSkillsBody, SkillsResponse, SkillsPreviewResponse } from './skills.dto.js';
import { skillsWorkbook } from './skills-sheet.js';
import { Skills } from './skills.js';
import { POLICY_READ, POLICY_SET } from '#libs/identity';

@ApiTags('volunteers')
@Controller()
export class SkillsController {
  constructor(
    private readonly skills: Skills,
    private readonly uploads: Uploads,
  ) {}

  /** Returns the list of skills of volunteers, with their names. */
  @Get('skills')
  @Public()
  list(): Promise<SkillsResponse> {
    return this.skills.current();
  }

  /** Downloads the list as a workbook that can be edited and uploaded again. */
  @Get('skills.xlsx')
  @Requires(POLICY_READ)
  @AnswersWorkbook('skills.xlsx')
  async workbook(): Promise<StreamableFile> {
    return new StreamableFile(await skillsWorkbook(await this.skills.current()));
  }

  /** Previews the list with the rows of a workbook; nothing is stored. */
  @Post('policies/skills/preview')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async preview(@CurrentActor() actor: Actor, @Req() request: ApiRequest): Promise<SkillsPreviewResponse> {
    const { name, bytes } = await this.uploads.take(actor, request);
    return this.skills.preview(actor, { fileName: name, file: bytes });
  }

  /** Publishes a new list. */
  @Put('policies/skills')
  @Requires(POLICY_SET)
  @Idempotent()
  set(@CurrentActor() actor: Actor, @Body() body: SetSkillsBody): Promise<SkillsResponse> {
    return this.skills.set(actor, body);
  }

  /** Merges one skill into another; profiles and wishes are updated. */
  @Post('policies/skills/merge')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @Idempotent()
  merge(@CurrentActor() actor: Actor, @Body() body: MergeSkillsBody): Promise<SkillsResponse> {
    return this.skills.merge(actor, body);
  }
}
