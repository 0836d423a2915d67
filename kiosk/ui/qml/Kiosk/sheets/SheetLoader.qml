pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The open sheet, built when it opens and gone when it closes. Its content fades in last.
// Named by file: half of all QML belongs to sheets, and the first picture does not wait until that is loaded.
Loader {
    id: root

    required property Glass glass
    required property real openness
    readonly property bool full: (item as Sheet)?.full ?? false
    readonly property string wanted: glass.sheet
    readonly property var files: ({
            "pick": "PickTime.qml",
            "day": "DayView.qml",
            "block": "Block.qml",
            "details": "Details.qml",
            "menu": "Menu.qml",
            "rooms": "FindRoom.qml",
            "report": "ReportSheet.qml",
            "answer": "AnswerSheet.qml",
            "code": "PhoneCode.qml",
            "pin": "PinPad.qml",
            "diagnostics": "Diagnostics.qml"
        })

    visible: wanted !== ""
    opacity: Math.min(1, Math.max(0, (openness - 1) * Theme.sheetIn / Theme.contentIn + 1))
    onWantedChanged: {
        const file = files[wanted];
        if (file === undefined)
            source = "";
        else
            setSource(file, {
                "glass": glass
            });
    }
}
