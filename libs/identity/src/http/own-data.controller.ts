import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, OwnData, Requires, type Actor } from '#libs/platform';

@ApiTags('identity')
@Controller('me')
export class OwnDataController {
  constructor(private readonly data: OwnData) {}

  /** Everything that the platform keeps of the reader, as a file for a person or a program. */
  @Get('data.json')
  @Requires(SELF)
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="micro-wish-my-data.json"')
  async file(@CurrentActor() actor: Actor): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(JSON.stringify(await this.data.of(actor.personId), null, 2)));
  }
}
