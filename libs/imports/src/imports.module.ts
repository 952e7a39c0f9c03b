import { Module } from '@nestjs/common';
import { FormHeadings } from './form-headings.js';
import { ImportTools } from './import-tools.js';
import { StartCodeSlips } from './start-code-slips.js';

/** Imports of files that people send. */
@Module({
  providers: [FormHeadings, ImportTools, StartCodeSlips],
  exports: [FormHeadings, ImportTools, StartCodeSlips],
})
export class ImportsModule {}
