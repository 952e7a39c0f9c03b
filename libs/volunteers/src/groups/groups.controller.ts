import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AnswersWorkbook,
  CurrentActor,
  Idempotent,
  PageQuery,
  Requires,
  shanghaiDay,
  type Actor,
} from '#libs/platform';
import {
  GroupAnswer,
  GroupIdAnswer,
  GroupMemberParam,
  GroupMembersPage,
  GroupNameBody,
  GroupParam,
  GroupServiceQuery,
  GroupsPage,
  GroupsQuery,
  OpenGroupBody,
} from './groups.dto.js';
import { Groups } from './groups.js';

@ApiTags('volunteers')
@Controller('volunteer-groups')
export class GroupsController {
  constructor(private readonly groups: Groups) {}

  /** Party groups and branches of one's units, and work units. */
  @Get()
  @Requires('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: GroupsQuery): Promise<GroupsPage> {
    return this.groups.list(actor, query);
  }

  @Post()
  @Requires('person.manage')
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenGroupBody): Promise<GroupIdAnswer> {
    return this.groups.open(actor, body);
  }

  @Get(':groupId')
  @Requires('person.read')
  get(@CurrentActor() actor: Actor, @Param() { groupId }: GroupParam): Promise<GroupAnswer> {
    return this.groups.get(actor, groupId);
  }

  @Patch(':groupId')
  @Requires('person.manage')
  @Idempotent()
  rename(
    @CurrentActor() actor: Actor,
    @Param() { groupId }: GroupParam,
    @Body() { name }: GroupNameBody,
  ): Promise<GroupIdAnswer> {
    return this.groups.rename(actor, groupId, name);
  }

  /** Closes a group; its members belong to it no more. */
  @Post(':groupId/closing')
  @HttpCode(200)
  @Requires('person.manage')
  @Idempotent()
  close(@CurrentActor() actor: Actor, @Param() { groupId }: GroupParam): Promise<GroupIdAnswer> {
    return this.groups.close(actor, groupId);
  }

  /** Members who are volunteers in one's units. */
  @Get(':groupId/members')
  @Requires('person.read')
  members(
    @CurrentActor() actor: Actor,
    @Param() { groupId }: GroupParam,
    @Query() query: PageQuery,
  ): Promise<GroupMembersPage> {
    return this.groups.members(actor, groupId, query);
  }

  @Put(':groupId/members/:personId')
  @Requires('person.manage')
  @Idempotent()
  join(@CurrentActor() actor: Actor, @Param() { groupId, personId }: GroupMemberParam): Promise<GroupIdAnswer> {
    return this.groups.join(actor, groupId, personId);
  }

  @Delete(':groupId/members/:personId')
  @Requires('person.manage')
  leave(@CurrentActor() actor: Actor, @Param() { groupId, personId }: GroupMemberParam): Promise<GroupIdAnswer> {
    return this.groups.leave(actor, groupId, personId);
  }

  /** What the members have served in a time, as a workbook for the group; unranked. That it was made is recorded. */
  @Get(':groupId/service.xlsx')
  @Requires('person.read')
  @AnswersWorkbook('group-service.xlsx')
  async service(
    @CurrentActor() actor: Actor,
    @Param() { groupId }: GroupParam,
    @Query() { fromOn, untilOn }: GroupServiceQuery,
  ): Promise<StreamableFile> {
    const today = shanghaiDay(new Date());
    const from = fromOn ?? `${today.slice(0, 4)}-01-01`;
    return new StreamableFile(await this.groups.service(actor, groupId, from, untilOn ?? today));
  }
}
