import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, PersonalDataExport, Requires, type Actor } from '#libs/platform';

@ApiTags('identity')
@Controller('me')
export class PersonalDataExportController {
  constructor(private readonly data: PersonalDataExport) {}

  /** Downloads all data that the platform keeps about the signed-in person, as JSON. */
  @Get('data.json')
  @Requires(SELF)
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="micro-wish-my-data.json"')
  async file(@CurrentActor() actor: Actor): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(JSON.stringify(await this.data.of(actor.personId), null, 2)));
  }
}
