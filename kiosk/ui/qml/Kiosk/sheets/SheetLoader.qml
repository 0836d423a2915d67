pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The open sheet, built when it opens and gone when it closes. Its content fades in last.
Loader {
    id: root

    required property Glass glass
    required property real openness
    readonly property bool full: (item as Sheet)?.full ?? false

    active: glass.sheet !== ""
    visible: active
    sourceComponent: ({
            "pick": pick,
            "day": day,
            "block": block,
            "details": details,
            "menu": menu,
            "rooms": rooms,
            "report": report,
            "answer": answer,
            "code": code,
            "pin": pin,
            "diagnostics": diagnostics
        })[glass.sheet] ?? null
    opacity: Math.min(1, Math.max(0, (openness - 1) * Theme.sheetIn / Theme.contentIn + 1))

    Component {
        id: pick

        PickTime {
            glass: root.glass
        }
    }

    Component {
        id: day

        DayView {
            glass: root.glass
        }
    }

    Component {
        id: block

        Block {
            glass: root.glass
        }
    }

    Component {
        id: details

        Details {
            glass: root.glass
        }
    }

    Component {
        id: rooms

        FindRoom {
            glass: root.glass
        }
    }

    Component {
        id: code

        PhoneCode {
            glass: root.glass
        }
    }

    Component {
        id: menu

        Menu {
            glass: root.glass
        }
    }

    Component {
        id: report

        ReportSheet {
            glass: root.glass
        }
    }

    Component {
        id: answer

        AnswerSheet {
            glass: root.glass
        }
    }

    Component {
        id: pin

        PinPad {
            glass: root.glass
        }
    }

    Component {
        id: diagnostics

        Diagnostics {
            glass: root.glass
        }
    }
}
