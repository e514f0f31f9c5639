#ifndef FIPSMARK_CCHILD_H
#define FIPSMARK_CCHILD_H

/* Makes a child process, just forked, one that a library may end: it leaves no core file and no
   text on standard error, reads nothing, takes every signal as if nobody had handled any, and ends
   by SIGALRM after so many seconds. */
void cchild_begin(unsigned seconds);

#endif
