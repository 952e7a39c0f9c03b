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
  GroupDetailResponse,
  GroupIdResponse,
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
import { PERSON_MANAGE, PERSON_READ } from '#libs/identity';

@ApiTags('volunteers')
@Controller('volunteer-groups')
export class GroupsController {
  constructor(private readonly groups: Groups) {}

  /** Lists party groups and branches of the caller's units, and work units. */
  @Get()
  @Requires(PERSON_READ)
  list(@CurrentActor() actor: Actor, @Query() query: GroupsQuery): Promise<GroupsPage> {
    return this.groups.list(actor, query);
  }

  @Post()
  @Requires(PERSON_MANAGE)
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenGroupBody): Promise<GroupIdResponse> {
    return this.groups.open(actor, body);
  }

  @Get(':groupId')
  @Requires(PERSON_READ)
  get(@CurrentActor() actor: Actor, @Param() { groupId }: GroupParam): Promise<GroupDetailResponse> {
    return this.groups.get(actor, groupId);
  }

  @Patch(':groupId')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  rename(
    @CurrentActor() actor: Actor,
    @Param() { groupId }: GroupParam,
    @Body() { name }: GroupNameBody,
  ): Promise<GroupIdResponse> {
    return this.groups.rename(actor, groupId, name);
  }

  /** Closes a group and removes its members. */
  @Post(':groupId/closing')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  @Idempotent()
  close(@CurrentActor() actor: Actor, @Param() { groupId }: GroupParam): Promise<GroupIdResponse> {
    return this.groups.close(actor, groupId);
  }

  /** Lists members who are volunteers in the caller's units. */
  @Get(':groupId/members')
  @Requires(PERSON_READ)
  members(
    @CurrentActor() actor: Actor,
    @Param() { groupId }: GroupParam,
    @Query() query: PageQuery,
  ): Promise<GroupMembersPage> {
    return this.groups.members(actor, groupId, query);
  }

  @Put(':groupId/members/:personId')
  @Requires(PERSON_MANAGE)
  @Idempotent()
  join(@CurrentActor() actor: Actor, @Param() { groupId, personId }: GroupMemberParam): Promise<GroupIdResponse> {
    return this.groups.join(actor, groupId, personId);
  }

  @Delete(':groupId/members/:personId')
  @Requires(PERSON_MANAGE)
  leave(@CurrentActor() actor: Actor, @Param() { groupId, personId }: GroupMemberParam): Promise<GroupIdResponse> {
    return this.groups.leave(actor, groupId, personId);
  }

  /** Downloads the members' service in a period as a workbook, without ranking. The export is recorded as an event. */
  @Get(':groupId/service.xlsx')
  @Requires(PERSON_READ)
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
