import { Module } from '@nestjs/common';
import { FormHeadings } from './form-headings.js';
import { ImportTools } from './import-tools.js';
import { ActivationCodeSlips } from './activation-code-slips.js';

/** Imports of files that people send. */
@Module({
  providers: [FormHeadings, ImportTools, ActivationCodeSlips],
  exports: [FormHeadings, ImportTools, ActivationCodeSlips],
})
export class ImportsModule {}
