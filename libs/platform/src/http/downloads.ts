import { applyDecorators, Header } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The route answers with a workbook that browsers save under this name. */
export const AnswersWorkbook = (fileName: string): MethodDecorator =>
  applyDecorators(
    ApiProduces(XLSX),
    Header('content-type', XLSX),
    Header('content-disposition', `attachment; filename="${fileName}"`),
  );
