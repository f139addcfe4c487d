# a comment
// another
/* a third
   over lines */
