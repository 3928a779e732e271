"""python3 -m dashboard: set everything up and serve it. python3 -m dashboard test: run all the tests.

This file is written so that any Python can read it, to say that it is too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Se necesita Python 3.11 o posterior; este es %d.%d.\n"
        "Instale uno (por ejemplo, el paquete python3.11 de su sistema) y repita: python3.11 -m dashboard\n"
        "Python 3.11 or later is needed; this is %d.%d.\n"
        "Install one (such as your system's package python3.11) and repeat: python3.11 -m dashboard\n"
        % (sys.version_info[:2] * 2)
    )
    sys.exit(3)

from dashboard.setup import main

sys.exit(main())
