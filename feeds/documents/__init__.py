"""Documents that people attach, upload or keep in a folder: pages, PDF, Word, plain text. `read` says what stands in
them, or why they cannot be read; a document made to harm its reader costs no more than an honest one."""
