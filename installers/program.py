"""What the installed program starts with: first it must be known what to be, then all the rest."""

import sys

from assistant import child
from assistant.components import places

child.prepare()
places.join()
if sys.argv[1:2] == [child.MARK]:
    child.run()
else:
    from assistant.__main__ import main

    sys.exit(main())
